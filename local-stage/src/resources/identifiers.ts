import { createHash } from 'node:crypto';

/** Identifiers as AWS makes them up, here the same at each boot: derived from a resource's address. */
export interface Identifiers {
  /**
   * @param purpose tells the identifiers of one resource apart.
   * @param alphabet the characters it is made of.
   */
  of(purpose: string, length: number, alphabet: string): string;
  /** A version 4 UUID in form. */
  uuid(purpose: string): string;
}

const digits = '0123456789';
const lowerCase = 'abcdefghijklmnopqrstuvwxyz';
const upperCase = lowerCase.toUpperCase();
export const alphabets = {
  lowerCaseAndDigits: lowerCase + digits,
  upperCaseAndDigits: upperCase + digits,
  alphanumeric: upperCase + lowerCase + digits,
} as const;

/** @param address of the resource; two resources never share an identifier. */
export function identifiersOf(address: string): Identifiers {
  return {
    of: (purpose, length, alphabet) => {
      const bytes = bytesOf(address, purpose, length);
      return Array.from(bytes, (byte) => alphabet[byte % alphabet.length] ?? '').join('');
    },
    uuid: (purpose) => {
      const hex = bytesOf(address, purpose, 16).toString('hex');
      const variant = '89ab'[Number.parseInt(hex[16] ?? '0', 16) % 4];
      return [
        hex.slice(0, 8),
        hex.slice(8, 12),
        `4${hex.slice(13, 16)}`,
        `${variant}${hex.slice(17, 20)}`,
        hex.slice(20),
      ].join('-');
    },
  };
}

function bytesOf(address: string, purpose: string, length: number): Buffer {
  return createHash('shake256', { outputLength: length }).update(`${address}\n${purpose}`).digest();
}
