import { createHmac, createSign } from 'node:crypto';
import { scope } from './guarded-document.ts';
import type { GuardedStage } from './guarded-stage.ts';
import { type PoolKey, publicPem } from './pool-keys.ts';

export type Claims = Readonly<Record<string, unknown>>;

/** The claims of the tokens that a pool issues, good for an hour. */
export const claimsOf = {
  id: (running: GuardedStage): Claims => ({
    ...common(running),
    aud: running.clientId,
    token_use: 'id',
    email: 'ann@example.com',
  }),
  access: (running: GuardedStage): Claims => ({
    ...common(running),
    client_id: running.clientId,
    token_use: 'access',
    scope: `openid ${scope}`,
  }),
} as const;

export type TokenKind = keyof typeof claimsOf;

const common = ({ stage, issuer }: GuardedStage): Claims => {
  const now = Math.floor(stage.clock.now() / 1000);
  return { sub: 'user-1', iss: issuer, iat: now, auth_time: now, exp: now + 3600 };
};

const encoded = (document: unknown) => Buffer.from(JSON.stringify(document)).toString('base64url');

/** Signs by hand: no library signs what a forger would send. */
export function rs256(key: PoolKey, claims: Claims, header: Claims = {}): string {
  const signable = `${encoded({ alg: 'RS256', typ: 'JWT', kid: key.kid, ...header })}.${encoded(claims)}`;
  return `${signable}.${createSign('RSA-SHA256').update(signable).sign(key.privateKey, 'base64url')}`;
}

function hs256(secret: string, kid: string, claims: Claims): string {
  const signable = `${encoded({ alg: 'HS256', typ: 'JWT', kid })}.${encoded(claims)}`;
  return `${signable}.${createHmac('sha256', secret).update(signable).digest('base64url')}`;
}

/** What an authorizer finds wrong, in the order in which an HTTP API describes it. */
export type Fault =
  | 'malformed'
  | 'algorithm'
  | 'unknown key'
  | 'signature'
  | 'issuer'
  | 'expired'
  | 'not yet valid'
  | 'audience';

export interface ForgedToken {
  readonly fault: Fault;
  make(kind: TokenKind, running: GuardedStage): string;
}

const hour = 3600;
const nowOf = ({ stage }: GuardedStage) => Math.floor(stage.clock.now() / 1000);

/** A token that the pool's own key signed, but of which one claim is wrong. */
const withClaims = (fault: Fault, change: (running: GuardedStage) => Claims): ForgedToken => ({
  fault,
  make: (kind, running) => rs256(running.keys[kind], { ...claimsOf[kind](running), ...change(running) }),
});

/** A token of the forger's own key, with a header that asks to trust it. */
const withHeader = (fault: Fault, change: (running: GuardedStage, kind: TokenKind) => Claims): ForgedToken => ({
  fault,
  make: (kind, running) => rs256(running.keys.foreign, claimsOf[kind](running), change(running, kind)),
});

const changed = (fault: Fault, change: (token: string) => string): ForgedToken => ({
  fault,
  make: (kind, running) => change(rs256(running.keys[kind], claimsOf[kind](running))),
});

/** A header that brings its own key: what RFC 7515 allows, and what no authorizer may follow. */
function embeddedKey({ keys }: GuardedStage, kid: string): Claims {
  return { kid, jwk: { ...keys.foreign.privateKey.export({ format: 'jwk' }), d: undefined, kid } };
}

/** Tokens that the pool did not issue, or not for this. */
export const forgedTokens: Readonly<Record<string, ForgedToken>> = {
  'of a key that nobody knows': withHeader('unknown key', () => ({})),
  'of another key under the name of the pool’s': withHeader('signature', ({ keys }, kind) => ({ kid: keys[kind].kid })),
  'that brings its own key': withHeader('signature', (running, kind) => embeddedKey(running, running.keys[kind].kid)),
  'that brings its own key under a name of its own': withHeader('unknown key', (running) =>
    embeddedKey(running, 'a-key-of-nobody'),
  ),
  'that says where its key set is': withHeader('unknown key', () => ({ jku: 'http://127.0.0.1:9/keys.json' })),
  'that says where its certificate is': withHeader('signature', ({ keys }, kind) => ({
    kid: keys[kind].kid,
    x5u: 'http://127.0.0.1:9/certificate.pem',
  })),
  'without a key id': withHeader('unknown key', () => ({ kid: undefined })),
  'under the name of the pool’s other key': {
    fault: 'signature',
    make: (kind, running) => {
      const other = running.keys[kind === 'id' ? 'access' : 'id'];
      return rs256(running.keys[kind], claimsOf[kind](running), { kid: other.kid });
    },
  },
  'without an algorithm': {
    fault: 'algorithm',
    make: (kind, running) =>
      `${encoded({ alg: 'none', kid: running.keys[kind].kid })}.${encoded(claimsOf[kind](running))}.`,
  },
  'without an algorithm, in other letters': {
    fault: 'algorithm',
    make: (kind, running) =>
      `${encoded({ alg: 'nOnE', kid: running.keys[kind].kid })}.${encoded(claimsOf[kind](running))}.`,
  },
  'of HS256 with the public key as its secret': {
    fault: 'algorithm',
    make: (kind, running) => hs256(publicPem(running.keys[kind]), running.keys[kind].kid, claimsOf[kind](running)),
  },
  'of RS256 by name, signed with the public key as a secret': {
    fault: 'signature',
    make: (kind, running) => {
      const [, payload, signature] = hs256(publicPem(running.keys[kind]), '', claimsOf[kind](running)).split('.');
      return `${encoded({ alg: 'RS256', kid: running.keys[kind].kid })}.${payload}.${signature}`;
    },
  },
  'with another payload': {
    fault: 'signature',
    make: (kind, running) => {
      const [header, , signature] = rs256(running.keys[kind], claimsOf[kind](running)).split('.');
      return `${header}.${encoded({ ...claimsOf[kind](running), sub: 'somebody-else' })}.${signature}`;
    },
  },
  'without its signature': changed('signature', (token) => token.replace(/[^.]*$/, '')),
  'of two parts': changed('malformed', (token) => token.replace(/\.[^.]*$/, '')),
  'with a part more': changed('malformed', (token) => `${token}.${token.split('.')[2]}`),
  'that is critical of something unknown': {
    fault: 'malformed',
    make: (kind, running) =>
      rs256(running.keys[kind], claimsOf[kind](running), { crit: ['urn:unknown'], 'urn:unknown': true }),
  },
  'of another pool of the stage': withClaims('issuer', ({ otherIssuer }) => ({ iss: otherIssuer })),
  'of an issuer elsewhere': withClaims('issuer', () => ({ iss: 'https://elsewhere.example' })),
  'of an issuer that only begins as the pool’s': withClaims('issuer', ({ issuer }) => ({ iss: `${issuer}.example` })),
  'of no issuer': withClaims('issuer', () => ({ iss: undefined })),
  'that has expired': withClaims('expired', (running) => ({ iat: nowOf(running) - 2 * hour, exp: nowOf(running) })),
  'that is not valid yet': withClaims('not yet valid', (running) => ({ nbf: nowOf(running) + hour })),
  'of the future': withClaims('not yet valid', (running) => ({
    iat: nowOf(running) + hour,
    exp: nowOf(running) + 2 * hour,
  })),
};
