import { randomBytes } from 'node:crypto';
import {
  type CryptoKey,
  decodeJwt,
  decodeProtectedHeader,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTPayload,
  SignJWT,
} from 'jose';
import type { StageOutputs } from '../../stage-outputs.ts';

/** Tokens that a forger makes of a genuine one. */

type Header = ReturnType<typeof decodeProtectedHeader>;
type Key = CryptoKey | Uint8Array;

interface Changes {
  readonly header?: Readonly<Record<string, unknown>>;
  /** A claim of undefined is left out. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** The token with other words, signed with a key. */
export function signedAgain(token: string, key: Key, { header = {}, claims = {} }: Changes = {}): Promise<string> {
  const merged = Object.entries({ ...decodeJwt(token), ...claims }).filter(([, value]) => value !== undefined);
  return new SignJWT(Object.fromEntries(merged) as JWTPayload)
    .setProtectedHeader({ ...decodeProtectedHeader(token), ...header } as Header & { alg: string })
    .sign(key);
}

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

export const withoutAlgorithm = (token: string): string =>
  `${encoded({ ...decodeProtectedHeader(token), alg: 'none' })}.${token.split('.')[1]}.`;

export const withoutSignature = (token: string): string => token.replace(/[^.]*$/, '');

/** Somebody else's name under the genuine signature. */
export function withAnotherPayload(token: string): string {
  const [header, , signature] = token.split('.');
  return `${header}.${encoded({ ...decodeJwt(token), sub: 'somebody-else' })}.${signature}`;
}

/** A key of the forger's own, for the algorithm that the token names. */
async function ownKey(token: string): Promise<{ readonly key: Key; readonly jwk: JWK }> {
  if (decodeProtectedHeader(token).alg === 'HS256') {
    const key = new Uint8Array(randomBytes(32));
    return { key, jwk: { kty: 'oct', k: Buffer.from(key).toString('base64url') } };
  }
  const { privateKey, publicKey } = await ownPair;
  return { key: privateKey, jwk: await exportJWK(publicKey) };
}
const ownPair = generateKeyPair('RS256');

/** Under the name of the genuine key. */
export async function ofAnotherKey(token: string, claims: Changes['claims'] = {}): Promise<string> {
  return signedAgain(token, (await ownKey(token)).key, { claims });
}

/** With a header that asks to be believed (RFC 7515, `jwk`). */
export async function bringingItsOwnKey(token: string): Promise<string> {
  const { key, jwk } = await ownKey(token);
  return signedAgain(token, key, { header: { jwk } });
}

/** RS256 is made HS256, with what everybody can read of the pool as the secret. */
export async function ofPublicKey(token: string, outputs: StageOutputs): Promise<string> {
  const pem = await publicKeyOf(String(decodeProtectedHeader(token).kid), outputs);
  return signedAgain(token, new TextEncoder().encode(pem), { header: { alg: 'HS256' } });
}

async function publicKeyOf(kid: string, { region, userPoolId }: StageOutputs): Promise<string> {
  const endpoint = process.env['AWS_ENDPOINT_URL'] ?? `https://cognito-idp.${region}.amazonaws.com`;
  const response = await fetch(`${endpoint}/${userPoolId}/.well-known/jwks.json`);
  const { keys } = (await response.json()) as { keys: JWK[] };
  const jwk = keys.find((candidate) => candidate.kid === kid);
  if (!jwk) throw new Error(`the user pool ${userPoolId} has no key '${kid}', which has signed its token`);
  return exportSPKI((await importJWK({ ...jwk, ext: true }, 'RS256')) as CryptoKey);
}
