import { ApiGatewayGatewayResponse } from '@cdktf/provider-aws/lib/api-gateway-gateway-response/index.js';
import { Construct } from 'constructs';
import { exposedHeaders } from './cors.ts';

interface GatewayError {
  /** @default the type's own */
  readonly status?: number;
  /** Headers beside those that every error answer has. */
  readonly headers?: Readonly<Record<string, string>>;
}

const challenge = { 'WWW-Authenticate': "'Bearer'" };

/**
 * The answers that API Gateway gives without asking a function ("Gateway response types for API
 * Gateway"). A type that is not listed answers as its default does; one that is listed takes
 * nothing from the default.
 */
const gatewayErrors: Readonly<Record<string, GatewayError>> = {
  DEFAULT_4XX: {},
  DEFAULT_5XX: {},
  UNAUTHORIZED: { headers: challenge },
  // Documented as 403; observed as 401. Said here, it is 401, like every token that is not valid.
  EXPIRED_TOKEN: { status: 401, headers: challenge },
  THROTTLED: { headers: { 'Retry-After': "'1'" } },
  // A quota comes back at midnight UTC, which a literal cannot say; an hour keeps clients from hammering.
  QUOTA_EXCEEDED: { headers: { 'Retry-After': "'3600'" } },
};

/**
 * These answers can run no template that compares origins, so they copy the request's: errors of
 * the gateway are readable from any page, credentials never are.
 */
const everyError = {
  'Access-Control-Allow-Origin': 'method.request.header.Origin',
  'Access-Control-Expose-Headers': `'${exposedHeaders.rest.join(',')}'`,
  Vary: "'Origin'",
};

/** The REST API's own error answers, readable for pages of other origins. */
export class GatewayErrors extends Construct {
  readonly responses: readonly ApiGatewayGatewayResponse[];

  constructor(scope: Construct, id: string, restApiId: string) {
    super(scope, id);
    this.responses = Object.entries(gatewayErrors).map(
      ([responseType, { status, headers }]) =>
        new ApiGatewayGatewayResponse(this, responseType, {
          restApiId,
          responseType,
          responseParameters: gatewayHeaders({ ...everyError, ...headers }),
          responseTemplates: { 'application/json': '{"message":$context.error.messageString}' },
          ...(status === undefined ? {} : { statusCode: String(status) }),
        }),
    );
  }
}

function gatewayHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [`gatewayresponse.header.${name}`, value]));
}
