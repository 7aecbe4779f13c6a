import type { JWK } from 'jose';

/** Where a gateway's authorizers find the keys that sign an issuer's tokens. */
export interface TokenKeys {
  /**
   * The JSON Web Key Set of an issuer, or `undefined` for an issuer that the stage does not run. Ask at each
   * token: the keys of a new pool are generated while the stage already answers, and until then, when no token
   * of the pool can exist, the set is empty.
   */
  keysOf(issuer: string): { readonly keys: readonly JWK[] } | undefined;
  /** Issuer of the user pool with this ARN. */
  issuerOf(userPoolArn: string): string | undefined;
}
