import { randomInt } from 'node:crypto';
import { AwsError } from '../service.ts';
import type { PasswordPolicy } from './configuration.ts';

/** Amazon Cognito Developer Guide, "Adding user pool password requirements"; the space counts inside a password. */
const symbols = '^$*.[]{}()?"!@#%&/\\,><\':;|_~`=+-';
const digits = '0123456789';
const lowercase = 'abcdefghijklmnopqrstuvwxyz';
const uppercase = lowercase.toUpperCase();

/** Longest password that the API takes, in characters. */
const longestPassword = 256;

interface Requirement {
  readonly applies: (policy: PasswordPolicy) => boolean;
  readonly characters: string;
  readonly complaint: string;
}

const requirements: readonly Requirement[] = [
  {
    applies: (policy) => policy.requireLowercase,
    characters: lowercase,
    complaint: 'Password must have lowercase characters',
  },
  {
    applies: (policy) => policy.requireUppercase,
    characters: uppercase,
    complaint: 'Password must have uppercase characters',
  },
  {
    applies: (policy) => policy.requireNumbers,
    characters: digits,
    complaint: 'Password must have numeric characters',
  },
  {
    applies: (policy) => policy.requireSymbols,
    characters: symbols,
    complaint: 'Password must have symbol characters',
  },
];

/** @throws {AwsError} InvalidPasswordException naming the first requirement that the password misses. */
export function requirePolicy(password: string, policy: PasswordPolicy): void {
  const complaint = complaintOf(password, policy);
  if (complaint !== undefined) {
    throw new AwsError('InvalidPasswordException', `Password did not conform with policy: ${complaint}`);
  }
}

function complaintOf(password: string, policy: PasswordPolicy): string | undefined {
  if (password.length < policy.minimumLength) return 'Password not long enough';
  if (password.length > longestPassword) return 'Password too long';
  const missed = requirements.find(({ applies, characters }) => applies(policy) && !containsAny(password, characters));
  return missed?.complaint;
}

/** A space is a symbol inside a password, not at its ends. */
function containsAny(password: string, characters: string): boolean {
  if (characters === symbols && password.trim().includes(' ')) return true;
  return [...password].some((character) => characters.includes(character));
}

/** A temporary password that meets the policy, for a user whom an administrator creates without one. */
export function generatePassword(policy: PasswordPolicy): string {
  const required = requirements.map(({ characters }) => pick(characters));
  const length = Math.max(policy.minimumLength, 12);
  const rest = Array.from({ length: length - required.length }, () => pick(lowercase + uppercase + digits));
  return shuffled([...required, ...rest]).join('');
}

const pick = (characters: string): string => characters.charAt(randomInt(characters.length));

function shuffled(characters: readonly string[]): readonly string[] {
  const keyed = characters.map((character) => ({ character, order: randomInt(2 ** 32) }));
  return keyed.sort((a, b) => a.order - b.order).map(({ character }) => character);
}
