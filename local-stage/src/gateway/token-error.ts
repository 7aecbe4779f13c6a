import type { JWTPayload } from 'jose';

/** The claims of a token whose signature and times were verified. */
export type TokenClaims = Readonly<JWTPayload>;

/** Which check a token failed; every one but `expired` counts as `invalid`. */
export type TokenFault =
  | 'malformed'
  | 'algorithm'
  | 'unknown-issuer'
  | 'unknown-key'
  | 'signature'
  | 'issuer'
  | 'expired'
  | 'not-yet-valid'
  | 'claim';

/** A token that is refused; the message says why, for whoever runs the stage. */
export class TokenError extends Error {
  override readonly name = 'TokenError';
  readonly fault: TokenFault;
  readonly reason: 'expired' | 'invalid';

  constructor(fault: TokenFault, message: string) {
    super(message);
    this.fault = fault;
    this.reason = fault === 'expired' ? 'expired' : 'invalid';
  }
}
