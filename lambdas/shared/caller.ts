import type { Access } from '../../contracts/route-table.ts';

/** A signed-in user, as the Cognito authorizer vouches for it. */
export interface UserCaller {
  readonly kind: 'user';
  /** `sub` of the ID token. */
  readonly userId: string;
}

/** A partner, as the partner authorizer vouches for it. */
export interface PartnerCaller {
  readonly kind: 'partner';
  readonly partnerId: string;
}

/** A client of the user pool, as the JWT authorizer vouches for it. */
export interface ClientCaller {
  readonly kind: 'jwt';
  /** `client_id` of the access token. */
  readonly clientId: string;
}

/** An AWS principal, as API Gateway's signature check vouches for it. */
export interface PrincipalCaller {
  readonly kind: 'iam';
  /** ARN of the user or of the role's session. */
  readonly principalArn: string;
}

/** A partner that signed this request, as the webhook authorizer vouches for it. */
export interface WebhookCaller {
  readonly kind: 'webhook';
  readonly partnerId: string;
}

export interface PublicCaller {
  readonly kind: 'public';
}

export type Caller = UserCaller | PartnerCaller | ClientCaller | PrincipalCaller | WebhookCaller | PublicCaller;

/** The caller of a row with this access. */
export type CallerOf<A extends Access> = Extract<Caller, { readonly kind: A['kind'] }>;

/** Who called, for the log and as the owner of idempotency keys. */
export function callerId(caller: Caller): string {
  switch (caller.kind) {
    case 'user':
      return `user:${caller.userId}`;
    case 'partner':
    case 'webhook':
      return `partner:${caller.partnerId}`;
    case 'jwt':
      return `client:${caller.clientId}`;
    case 'iam':
      return `principal:${caller.principalArn}`;
    case 'public':
      return 'public';
  }
}

/** `requestContext.authorizer` of an event. */
export type AuthorizerContext = Readonly<Record<string, unknown>> | null | undefined;

/**
 * Reads the caller from what the gateway's authorizer said, never from a header or body.
 *
 * @throws {Error} if the authorizer said nothing of such a caller: the stack then protects the route
 *   with another authorizer than its row asks for.
 */
export function callerFrom({ kind }: Access, authorizer: AuthorizerContext): Caller {
  if (kind === 'public') return { kind };
  const name = textAt(authorizer, placesOfNames[kind]);
  if (name === undefined) {
    throw new Error(
      `The gateway names no ${kind} as the caller. Expected: the authorizer of '${kind}' routes on this method`,
    );
  }
  switch (kind) {
    case 'user':
      return { kind, userId: name };
    case 'partner':
    case 'webhook':
      return { kind, partnerId: name };
    case 'jwt':
      return { kind, clientId: name };
    case 'iam':
      return { kind, principalArn: name };
  }
}

/** Where each authorizer puts the name of who called. */
const placesOfNames: Readonly<Record<Exclude<Access['kind'], 'public'>, readonly string[]>> = {
  user: ['claims', 'sub'],
  partner: ['partnerId'],
  jwt: ['jwt', 'claims', 'client_id'],
  iam: ['iam', 'userArn'],
  webhook: ['lambda', 'partnerId'],
};

/** The text that is not empty at a path of members. */
function textAt(value: unknown, path: readonly string[]): string | undefined {
  const found = path.reduce<unknown>(
    (part, member) =>
      typeof part === 'object' && part !== null ? (part as Record<string, unknown>)[member] : undefined,
    value,
  );
  return typeof found === 'string' && found !== '' ? found : undefined;
}
