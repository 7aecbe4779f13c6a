/** How a gateway response reads while no template overrides it: AWS spells these bodies differently. */
export type BodyForm = 'compact' | 'spaced' | 'capital';

export interface GatewayResponseDefaults {
  /** HTTP status. */
  readonly status: number;
  /** `x-amzn-ErrorType` */
  readonly errorType: string;
  /** `$context.error.message` */
  readonly message: string | null;
  readonly body: BodyForm;
}

const row = (
  status: number,
  errorType: string,
  message: string | null,
  body: BodyForm = 'compact',
): GatewayResponseDefaults => ({ status, errorType: `${errorType}Exception`, message, body });

const internal = 'Internal server error';

/**
 * Every gateway response type with what it answers unless overridden.
 *
 * Statuses: "Gateway response types for API Gateway". INTEGRATION_FAILURE is documented as 504, but a
 * Lambda function that fails or answers malformed gives 502; both `DEFAULT` rows are for errors without
 * a type of their own, whose status the refusal says.
 */
export const gatewayResponseTypes = {
  ACCESS_DENIED: row(403, 'AccessDenied', 'Forbidden', 'capital'),
  API_CONFIGURATION_ERROR: row(500, 'InternalServerError', internal, 'spaced'),
  AUTHORIZER_CONFIGURATION_ERROR: row(500, 'AuthorizerConfiguration', null),
  AUTHORIZER_FAILURE: row(500, 'AuthorizerFailure', null),
  BAD_REQUEST_BODY: row(400, 'BadRequest', 'Invalid request body'),
  BAD_REQUEST_PARAMETERS: row(400, 'BadRequest', 'Missing required request parameters'),
  DEFAULT_4XX: row(400, 'BadRequest', 'Bad Request'),
  DEFAULT_5XX: row(500, 'InternalServerError', internal, 'spaced'),
  EXPIRED_TOKEN: row(403, 'ExpiredToken', 'The security token included in the request is expired'),
  INTEGRATION_FAILURE: row(502, 'InternalServerError', internal, 'spaced'),
  INTEGRATION_TIMEOUT: row(504, 'InternalServerError', 'Endpoint request timed out', 'spaced'),
  INVALID_API_KEY: row(403, 'Forbidden', 'Forbidden'),
  INVALID_SIGNATURE: row(403, 'InvalidSignature', 'The request signature does not match'),
  MISSING_AUTHENTICATION_TOKEN: row(403, 'MissingAuthenticationToken', 'Missing Authentication Token'),
  QUOTA_EXCEEDED: row(429, 'LimitExceeded', 'Limit Exceeded'),
  REQUEST_TOO_LARGE: row(413, 'BadRequest', 'Request Too Long', 'spaced'),
  RESOURCE_NOT_FOUND: row(404, 'NotFound', 'Not Found'),
  THROTTLED: row(429, 'TooManyRequests', 'Too Many Requests'),
  UNAUTHORIZED: row(401, 'Unauthorized', 'Unauthorized'),
  UNSUPPORTED_MEDIA_TYPE: row(415, 'BadRequest', 'Unsupported Media Type'),
  WAF_FILTERED: row(403, 'Forbidden', 'Forbidden'),
} as const satisfies Record<string, GatewayResponseDefaults>;

export type GatewayResponseType = keyof typeof gatewayResponseTypes;

export function isGatewayResponseType(name: string): name is GatewayResponseType {
  return Object.hasOwn(gatewayResponseTypes, name);
}

/** The body that AWS sends for a message while no template overrides it. */
export function defaultBody(form: BodyForm, message: string | null): string {
  const json = JSON.stringify(message);
  if (form === 'spaced') return `{"message": ${json}}`;
  return form === 'capital' ? `{"Message":${json}}` : `{"message":${json}}`;
}
