import { SignJWT } from 'jose';
import { partnerKeyId, partnerTokenKey, partnerTokens } from '../../contracts/partner-tokens.ts';
import { type Access, partnerScopes } from '../../contracts/route-table.ts';
import { apiKeyValue, partnerSecret, partnerToken } from '../../contracts/smoke/credentials.ts';
import { awsSignature, contactsToken, type SignableRequest, webhookSignature } from '../../contracts/smoke/signing.ts';
import type { StageOutputs } from '../../contracts/stage-outputs.ts';

export type Headers = Readonly<Record<string, string>>;

/** Credentials that a row does not take, or not so. */
export const credentialFaults = [
  ...['none', 'empty', 'garbage', 'a scheme alone', 'bytes', 'far too long', 'a basic password'],
  ...[
    'an access token',
    'a tampered token',
    'a token cut short',
    'an unsigned token',
    'two tokens',
    'a token with a scheme',
  ],
  ...[
    'a user token',
    'a partner token',
    'a partner token and key',
    'a partner token and an unknown key',
    'a key alone',
  ],
  ...['a partner token without scopes', 'an expired partner token', 'a partner token of another secret'],
  ...[
    'a contacts token',
    'an AWS signature',
    'a forged AWS signature',
    'a webhook signature',
    'a stale webhook signature',
  ],
] as const;
export type CredentialFault = (typeof credentialFaults)[number];

export interface TokenHolder {
  readonly idToken: string;
  readonly accessToken: string;
}

/** What the requests of a run show of themselves. */
export interface Credentials {
  readonly partnerId: string;
  /** Partner whose webhooks are sent. */
  readonly webhookPartnerId: string;
  /** What the row takes. */
  admitted(kind: Access['kind'], user: TokenHolder, request: SignableRequest): Promise<Headers>;
  faulty(kind: CredentialFault, user: TokenHolder, request: SignableRequest): Promise<Headers>;
  /** Texts that no log and no other caller's answer may show. */
  readonly secrets: readonly string[];
}

const hourMs = 60 * 60 * 1000;

export async function createCredentials(outputs: StageOutputs): Promise<Credentials> {
  const [partnerId, webhookPartnerId] = ['fuzz-partner', 'fuzz-webhooks'];
  const [token, scopeless, expired, key, desk, secret] = await Promise.all([
    partnerToken(outputs, partnerId),
    partnerToken(outputs, partnerId, { scopes: [] }),
    partnerToken(outputs, partnerId, { issuedAt: new Date(Date.now() - 2 * hourMs) }),
    apiKeyValue(outputs.partnerApiKeyId),
    contactsToken(outputs),
    partnerSecret(outputs),
  ]);
  const foreign = await foreignToken(partnerId);
  const bearer = (value: string): Headers => ({ Authorization: `Bearer ${value}` });
  const withKey = { 'x-api-key': key };
  const webhook = (request: SignableRequest, at = new Date()) =>
    webhookSignature({ partnerId: webhookPartnerId, secret }, request, at);
  const admitted: Credentials['admitted'] = async (kind, { idToken }, request) => {
    switch (kind) {
      case 'public':
        return {};
      case 'user':
        return { Authorization: idToken };
      case 'partner':
        return { ...bearer(token), ...withKey };
      case 'jwt':
        return bearer(desk);
      case 'iam':
        return awsSignature(outputs, request);
      case 'webhook':
        return webhook(request);
    }
  };
  const faulty: Credentials['faulty'] = async (kind, { idToken, accessToken }, request) => {
    switch (kind) {
      case 'none':
        return {};
      case 'empty':
        return { Authorization: '' };
      case 'garbage':
        return { Authorization: 'garbage' };
      case 'a scheme alone':
        return { Authorization: 'Bearer' };
      case 'bytes':
        return { Authorization: 'Bearer \xe9\xff\xfe' };
      case 'far too long':
        return bearer('a'.repeat(5000));
      case 'a basic password':
        return { Authorization: `Basic ${Buffer.from('admin:admin').toString('base64')}` };
      case 'an access token':
        return { Authorization: accessToken };
      case 'a tampered token':
        return { Authorization: tampered(idToken) };
      case 'a token cut short':
        return { Authorization: idToken.slice(0, idToken.lastIndexOf('.')) };
      case 'an unsigned token':
        return { Authorization: unsigned(idToken) };
      case 'two tokens':
        return { Authorization: `${idToken} ${idToken}` };
      case 'a token with a scheme':
        return bearer(idToken);
      case 'a user token':
        return { Authorization: idToken };
      case 'a partner token':
        return bearer(token);
      case 'a partner token and key':
        return { ...bearer(token), ...withKey };
      case 'a partner token and an unknown key':
        return { ...bearer(token), 'x-api-key': 'no-such-key' };
      case 'a key alone':
        return withKey;
      case 'a partner token without scopes':
        return { ...bearer(scopeless), ...withKey };
      case 'an expired partner token':
        return { ...bearer(expired), ...withKey };
      case 'a partner token of another secret':
        return { ...bearer(foreign), ...withKey };
      case 'a contacts token':
        return bearer(desk);
      case 'an AWS signature':
        return awsSignature(outputs, request);
      case 'a forged AWS signature': {
        const signed = await awsSignature(outputs, request);
        return Object.fromEntries(
          Object.entries(signed).map(([name, value]) => [name, value.replace(/[0-9a-f]{8}$/, '0badc0de')]),
        );
      }
      case 'a webhook signature':
        return webhook(request);
      case 'a stale webhook signature':
        return webhook(request, new Date(Date.now() - hourMs));
    }
  };
  return {
    partnerId,
    webhookPartnerId,
    admitted,
    faulty,
    secrets: [token, scopeless, expired, foreign, key, desk, secret],
  };
}

/** Another first character of the signature, so that no unused bit is what differs. */
function tampered(token: string): string {
  const [header, payload, signature = ''] = token.split('.');
  return [header, payload, `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`].join('.');
}

function unsigned(token: string): string {
  const header = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
  return `${header}.${token.split('.')[1]}.`;
}

/** Says what a partner's own says, and is signed with a key that is derived from something else. */
function foreignToken(partnerId: string): Promise<string> {
  const kid = partnerKeyId({ partnerId, scopes: partnerScopes });
  return new SignJWT({ scope: partnerScopes.join(' ') })
    .setProtectedHeader({ alg: partnerTokens.algorithm, kid })
    .setIssuer(partnerTokens.issuer)
    .setAudience(partnerTokens.audience)
    .setSubject(partnerId)
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(partnerTokenKey('another secret', kid));
}
