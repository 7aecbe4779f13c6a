import type { Clock } from '../../clock.ts';
import { AwsError } from '../service.ts';
import type { User } from './users.ts';

/** Slows down who guesses passwords (Amazon Cognito Developer Guide, "Lockout behavior for failed sign-in attempts"). */
export interface Lockouts {
  /** @throws {AwsError} NotAuthorizedException while the user is locked out. */
  requireUnlocked(user: User): void;
  failed(user: User): void;
  succeeded(user: User): void;
}

/** Failures before the first lockout; each further one doubles it. */
const freeFailures = 5;
const longestLockoutMs = 15 * 60_000;
/** Without an attempt for this long the count begins again. */
const forgetAfterMs = 15 * 60_000;

interface Failures {
  readonly count: number;
  readonly lastAt: number;
  readonly lockedUntil: number;
}

/** Counts live in memory: a restart of the stage forgives. */
export function createLockouts(clock: Clock): Lockouts {
  const failures = new Map<string, Failures>();
  const keyOf = (user: User) => `${user.poolId} ${user.username}`;
  const recent = (user: User): Failures | undefined => {
    const found = failures.get(keyOf(user));
    return found && clock.now() < Math.max(found.lastAt + forgetAfterMs, found.lockedUntil) ? found : undefined;
  };
  return {
    requireUnlocked(user) {
      if ((recent(user)?.lockedUntil ?? 0) > clock.now()) {
        throw new AwsError('NotAuthorizedException', 'Password attempts exceeded');
      }
    },
    failed(user) {
      const count = (recent(user)?.count ?? 0) + 1;
      const lockoutMs = count < freeFailures ? 0 : Math.min(1000 * 2 ** (count - freeFailures), longestLockoutMs);
      failures.set(keyOf(user), { count, lastAt: clock.now(), lockedUntil: clock.now() + lockoutMs });
    },
    succeeded: (user) => void failures.delete(keyOf(user)),
  };
}
