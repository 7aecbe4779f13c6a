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

export interface PublicCaller {
  readonly kind: 'public';
}

export type Caller = UserCaller | PartnerCaller | PublicCaller;

/** The caller of a row with this access. */
export type CallerOf<A extends Access> = Extract<Caller, { readonly kind: A['kind'] }>;

/** Who called, for the log and as the owner of idempotency keys. */
export function callerId(caller: Caller): string {
  switch (caller.kind) {
    case 'user':
      return `user:${caller.userId}`;
    case 'partner':
      return `partner:${caller.partnerId}`;
    case 'public':
      return 'public';
  }
}

/**
 * Reads the caller from what the gateway's authorizer said, never from a header or body.
 *
 * @param authorizer `requestContext.authorizer` of the event.
 * @throws {Error} if the authorizer said nothing of such a caller: the stack then protects the route
 *   with another authorizer than its row asks for.
 */
export function callerFrom(access: Access, authorizer: Readonly<Record<string, unknown>> | null | undefined): Caller {
  if (access.kind === 'public') return { kind: 'public' };
  if (access.kind === 'user') {
    const claims = authorizer?.['claims'];
    if (typeof claims === 'object' && claims !== null && 'sub' in claims && typeof claims.sub === 'string') {
      return { kind: 'user', userId: claims.sub };
    }
  } else {
    const partnerId = authorizer?.['partnerId'];
    if (typeof partnerId === 'string' && partnerId !== '') return { kind: 'partner', partnerId };
  }
  throw new Error(
    `The gateway names no ${access.kind} as the caller. Expected: the authorizer of '${access.kind}' routes on this method`,
  );
}
