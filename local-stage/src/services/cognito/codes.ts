import { randomInt } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { Clock } from '../../clock.ts';
import { AwsError } from '../service.ts';
import type { User } from './users.ts';

/** What a code confirms; a new code for the same purpose replaces the old one. */
export type CodePurpose = 'sign-up' | 'password' | 'email' | 'phone_number';

/** The six-digit codes that Cognito mails. */
export interface Codes {
  issue(user: User, purpose: CodePurpose): string;
  /**
   * Takes a code; it counts once.
   *
   * @throws {AwsError} ExpiredCodeException where none is open, CodeMismatchException for another code,
   *   LimitExceededException after five wrong ones.
   */
  redeem(user: User, purpose: CodePurpose, code: string): void;
}

const hourMs = 3_600_000;

/** AWS API reference, "ForgotPassword" (an hour); "ConfirmSignUp", "GetUserAttributeVerificationCode" (a day). */
const validityMs: Readonly<Record<CodePurpose, number>> = {
  'sign-up': 24 * hourMs,
  password: hourMs,
  email: 24 * hourMs,
  phone_number: 24 * hourMs,
};

/** The lower end of what the Developer Guide, "Quotas in Amazon Cognito", gives for wrong codes an hour. */
const allowedFailures = 5;

export function createCodes(database: DatabaseSync, clock: Clock): Codes {
  const select = database.prepare('SELECT * FROM codes WHERE pool_id = ? AND username = ? AND purpose = ?');
  const remove = database.prepare('DELETE FROM codes WHERE pool_id = ? AND username = ? AND purpose = ?');
  const replace = database.prepare(
    'INSERT OR REPLACE INTO codes (pool_id, username, purpose, code, expires_at) VALUES (?, ?, ?, ?, ?)',
  );
  const fail = database.prepare(
    'UPDATE codes SET failures = failures + 1 WHERE pool_id = ? AND username = ? AND purpose = ?',
  );
  return {
    issue(user, purpose) {
      const code = String(randomInt(1_000_000)).padStart(6, '0');
      replace.run(user.poolId, user.username, purpose, code, clock.now() + validityMs[purpose]);
      return code;
    },
    redeem(user, purpose, code) {
      const key = [user.poolId, user.username, purpose] as const;
      const open = select.get(...key);
      if (!open || Number(open['expires_at']) <= clock.now()) throw expiredCode();
      if (Number(open['failures']) >= allowedFailures) throw attemptsExceeded();
      if (open['code'] !== code) {
        fail.run(...key);
        throw codeMismatch();
      }
      remove.run(...key);
    },
  };
}

/** Also the answer for a user who does not exist, where that is kept secret. */
export const expiredCode = () =>
  new AwsError('ExpiredCodeException', 'Invalid code provided, please request a code again.');

const attemptsExceeded = () =>
  new AwsError('LimitExceededException', 'Attempt limit exceeded, please try after some time.');

/** Also the answer for a user who does not exist, where that is kept secret. */
export const codeMismatch = () =>
  new AwsError('CodeMismatchException', 'Invalid verification code provided, please try again.');
