import { randomBytes } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { AwsError } from '../service.ts';
import type { SrpExchange } from './srp.ts';

/** A sign-in that waits for the client's next step. */
type Challenge = PasswordVerifierChallenge | NewPasswordChallenge;

interface PasswordVerifierChallenge {
  readonly name: 'PASSWORD_VERIFIER';
  readonly clientId: string;
  /** `USER_ID_FOR_SRP`, also where no such user exists. */
  readonly username: string;
  readonly exchange: SrpExchange;
}

interface NewPasswordChallenge {
  readonly name: 'NEW_PASSWORD_REQUIRED';
  readonly clientId: string;
  readonly username: string;
}

/** Challenges, each under the opaque value that the client sends back. */
export interface Challenges {
  /** @returns base64: a session, or the secret block of SRP. */
  open(challenge: Challenge): string;
  /** @throws {AwsError} NotAuthorizedException for a value that is unknown, used or expired. */
  find<Name extends Challenge['name']>(
    token: string,
    name: Name,
    clientId: string,
  ): Extract<Challenge, { readonly name: Name }>;
  /** Ends a challenge: its value counts once. */
  close(token: string): void;
}

/** AWS API reference, "UserPoolClientType", AuthSessionValidity: its default. */
const validityMs = 3 * 60_000;

interface OpenChallenge {
  readonly challenge: Challenge;
  readonly expiresAt: number;
  used: boolean;
}

/** Kept in memory: a challenge does not outlive the stage. */
export function createChallenges(clock: Clock): Challenges {
  const challenges = new Map<string, OpenChallenge>();
  const forgetExpired = () => {
    for (const [token, { expiresAt }] of challenges) {
      // An expired one is kept for as long again, to be told from one that never was.
      if (expiresAt + validityMs > clock.now()) break;
      challenges.delete(token);
    }
  };
  return {
    open(challenge) {
      forgetExpired();
      const token = randomBytes(192).toString('base64');
      challenges.set(token, { challenge, expiresAt: clock.now() + validityMs, used: false });
      return token;
    },
    find(token, name, clientId) {
      const open = challenges.get(token);
      if (!open || !isNamed(open.challenge, name) || open.challenge.clientId !== clientId) throw invalidSession('.');
      if (open.used) throw invalidSession(', session can only be used once.');
      if (open.expiresAt <= clock.now()) throw invalidSession(', session is expired.');
      return open.challenge;
    },
    close(token) {
      const open = challenges.get(token);
      if (open) open.used = true;
    },
  };
}

function isNamed<Name extends Challenge['name']>(
  challenge: Challenge,
  name: Name,
): challenge is Extract<Challenge, { readonly name: Name }> {
  return challenge.name === name;
}

const invalidSession = (why: string) => new AwsError('NotAuthorizedException', `Invalid session for the user${why}`);
