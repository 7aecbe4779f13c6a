import { createHash, createHmac, getDiffieHellman, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { poolNameOf } from './pools.ts';

/**
 * Secure Remote Password 6a as user pools speak it: the 3072-bit group (RFC 3526 group 15, the prime of
 * RFC 5054's 3072-bit group) with generator 2, SHA-256, and a session key derived by HKDF.
 */
const prime = BigInt(`0x${getDiffieHellman('modp15').getPrime('hex')}`);
const generator = 2n;
const multiplier = hashToInteger(padded(prime), padded(generator));

/** What is kept of a password: enough to check it, not to know it. Both in hexadecimal. */
export interface PasswordVerifier {
  readonly salt: string;
  readonly verifier: string;
}

/** The server's half of one exchange. */
export interface SrpExchange {
  readonly clientPublic: bigint;
  readonly serverPublic: bigint;
  readonly serverSecret: bigint;
  readonly verifier: bigint;
}

/** @param username the user's own name in the pool, `USER_ID_FOR_SRP`; never an alias. */
export function createPasswordVerifier(poolId: string, username: string, password: string): PasswordVerifier {
  // A number without leading zeros: clients disagree on whether those count.
  const salt = toInteger(randomBytes(16)).toString(16);
  return { salt, verifier: toVerifier(poolId, username, password, salt).toString(16) };
}

/** Whether a password is the one that the verifier was made of. */
export function passwordMatches(
  poolId: string,
  username: string,
  password: string,
  { salt, verifier }: PasswordVerifier,
): boolean {
  return toVerifier(poolId, username, password, salt) === BigInt(`0x${verifier}`);
}

function toVerifier(poolId: string, username: string, password: string, salt: string): bigint {
  const identity = createHash('sha256')
    .update(`${poolNameOf(poolId)}${username}:${password}`)
    .digest();
  const privateKey = hashToInteger(padded(BigInt(`0x${salt}`)), identity);
  return power(generator, privateKey);
}

/**
 * Answers a client's public value.
 *
 * @param clientPublicHex `SRP_A`
 * @returns `undefined` for a value that would fix the session key (RFC 5054, section 2.5.4) or is no number.
 */
export function startExchange(clientPublicHex: string, verifierHex: string): SrpExchange | undefined {
  if (!/^[0-9a-f]+$/i.test(clientPublicHex)) return undefined;
  const clientPublic = BigInt(`0x${clientPublicHex}`);
  if (clientPublic % prime === 0n) return undefined;
  const verifier = BigInt(`0x${verifierHex}`);
  const serverSecret = toInteger(randomBytes(32));
  const serverPublic = (multiplier * verifier + power(generator, serverSecret)) % prime;
  return { clientPublic, serverPublic, serverSecret, verifier };
}

export interface PasswordClaim {
  readonly poolId: string;
  /** `USER_ID_FOR_SRP` */
  readonly username: string;
  /** `PASSWORD_CLAIM_SECRET_BLOCK`, base64. */
  readonly secretBlock: string;
  /** `TIMESTAMP`, as the client wrote it. */
  readonly timestamp: string;
  /** `PASSWORD_CLAIM_SIGNATURE`, base64. */
  readonly signature: string;
}

/** Whether the client proved that it knows the password. */
export function claimHolds(exchange: SrpExchange, claim: PasswordClaim): boolean {
  const expected = createHmac('sha256', sessionKey(exchange))
    .update(poolNameOf(claim.poolId))
    .update(claim.username)
    .update(Buffer.from(claim.secretBlock, 'base64'))
    .update(claim.timestamp)
    .digest();
  const given = Buffer.from(claim.signature, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function sessionKey({ clientPublic, serverPublic, serverSecret, verifier }: SrpExchange): Buffer {
  const scrambler = hashToInteger(padded(clientPublic), padded(serverPublic));
  const shared = power((clientPublic * power(verifier, scrambler)) % prime, serverSecret);
  return Buffer.from(hkdfSync('sha256', padded(shared), padded(scrambler), 'Caldera Derived Key', 16));
}

/** From the first bit to the last, so that what is multiplied with is the base, which mostly is 2. */
function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % prime;
    if (bit === '1') result = (result * base) % prime;
  }
  return result;
}

/** Bytes of a number, with a leading zero byte where it would otherwise read as negative. */
function padded(value: bigint): Buffer {
  const digits = value.toString(16);
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex');
}

function hashToInteger(...parts: readonly Buffer[]): bigint {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return toInteger(hash.digest());
}

function toInteger(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`);
}
