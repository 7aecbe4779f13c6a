import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import {
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { SignatureV4 } from '@smithy/signature-v4';
import type { StageOutputs } from '../stage-outputs.ts';

/** Requests that are signed for themselves, as an AWS principal and as a partner sign them. */

export interface SignableRequest {
  readonly method: string;
  readonly url: URL;
  /** As it is sent. */
  readonly body: string | Uint8Array;
}

type Headers = Readonly<Record<string, string>>;

class Sha256 {
  readonly #hash;

  constructor(secret?: Parameters<typeof createHmac>[1]) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
  }

  update(data: Uint8Array): void {
    this.#hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    throw new Error('a hash is made for each text');
  }
}

export interface AwsSignatureOptions {
  /** @default 'execute-api' */
  readonly service?: string;
  /** @default the stage's */
  readonly region?: string;
  /** @default this process's own */
  readonly credentials?: AwsCredentials;
  /** @default now */
  readonly at?: Date;
}

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** This process's own. */
export const ownCredentials = (): Promise<AwsCredentials> => new CognitoIdentityProviderClient({}).config.credentials();

/** Signs a request as an AWS principal (Signature Version 4). */
export async function awsSignature(
  outputs: StageOutputs,
  request: SignableRequest,
  options: AwsSignatureOptions = {},
): Promise<Headers> {
  const { service = 'execute-api', region = outputs.region, credentials = await ownCredentials(), at } = options;
  const { url, method, body } = request;
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 as never });
  const { headers } = await signer.sign(
    {
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      // Not the content type: it is no part of what has to be signed, and callers may send another.
      headers: { host: url.host },
      body,
    },
    at && { signingDate: at },
  );
  const { host: _, ...signed } = headers;
  return signed;
}

export interface WebhookSigner {
  readonly partnerId: string;
  /** The secret that the partner's key is derived from, as only the stage's operators have it. */
  readonly secret: string;
}

/** @param at when the partner says that it made the request. */
export function webhookSignature({ partnerId, secret }: WebhookSigner, request: SignableRequest, at: Date): Headers {
  const key = new Uint8Array(hkdfSync('sha256', secret, '', `gatehouse webhook ${partnerId}`, 32));
  return signWebhookWith(key, request, at);
}

/** With a key that need not be a partner's. */
export function signWebhookWith(key: Uint8Array, request: SignableRequest, at: Date): Headers {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const digest = `sha-256=:${createHash('sha256').update(request.body).digest('base64')}:`;
  const text = `${timestamp}\n${request.method}\n${request.url.pathname}\n${digest}`;
  return {
    'Webhook-Timestamp': timestamp,
    'Content-Digest': digest,
    'Webhook-Signature': `v1=${createHmac('sha256', key).update(text).digest('hex')}`,
  };
}

/** A signature in the right form that nobody made. */
export const forgedSignature = (): string => `v1=${randomBytes(32).toString('hex')}`;

/** An access token of the contact desk's client, by client credentials. @param scope @default 'contacts/read' */
export async function contactsToken(outputs: StageOutputs, scope = 'contacts/read'): Promise<string> {
  const { userPoolId, contactsClientId, tokenEndpoint } = outputs;
  const { UserPoolClient } = await new CognitoIdentityProviderClient({}).send(
    new DescribeUserPoolClientCommand({ UserPoolId: userPoolId, ClientId: contactsClientId }),
  );
  const basic = Buffer.from(`${contactsClientId}:${UserPoolClient?.ClientSecret}`).toString('base64');
  const response = await fetch(tokenEndpoint, {
    method: 'POST',
    headers: { Authorization: `Basic ${basic}`, 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope }),
  });
  const { access_token: token } = (await response.json()) as { access_token?: string };
  if (!token) throw new Error(`${tokenEndpoint} answered ${response.status} without a token`);
  return token;
}
