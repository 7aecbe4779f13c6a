import type { ServiceResponse } from '../../service.ts';

/** RFC 6749, section 5.2, and RFC 7009, section 2.2.1. */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_scope'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_token_type';

/** A refusal of an OAuth endpoint. */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';
  readonly code: OAuthErrorCode;
  readonly status: number;

  /** @param status HTTP status. @default 400 */
  constructor(code: OAuthErrorCode, description: string, status = 400) {
    super(description);
    this.code = code;
    this.status = status;
  }
}

/** Answers with JSON that nobody may keep. */
export const oauthResponse = (status: number, document: unknown): ServiceResponse => ({
  status,
  headers: { 'content-type': 'application/json;charset=UTF-8', 'cache-control': 'no-store' },
  body: document === undefined ? '' : JSON.stringify(document),
});

export const renderOAuthError = ({ code, message, status }: OAuthError): ServiceResponse =>
  oauthResponse(status, { error: code, error_description: message });
