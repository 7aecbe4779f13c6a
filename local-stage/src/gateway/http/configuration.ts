import type { Throttle } from '../rest/configuration.ts';

/** What `aws_apigatewayv2_api` (protocol HTTP) and everything that hangs on it say of one HTTP API. */
export interface HttpApiConfiguration {
  readonly address: string;
  readonly id: string;
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  readonly disableExecuteApiEndpoint: boolean;
  readonly cors: HttpCors | undefined;
  readonly routes: readonly HttpRoute[];
  readonly authorizers: Readonly<Record<string, HttpAuthorizer>>;
  readonly stages: readonly HttpStage[];
}

export interface HttpCors {
  readonly allowCredentials: boolean;
  readonly allowHeaders: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowOrigins: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly maxAgeSeconds: number | undefined;
}

export interface HttpRoute {
  readonly address: string;
  /** `GET /contacts/{id}`, `ANY /{proxy+}` or `$default`. */
  readonly routeKey: string;
  readonly authorizationType: 'NONE' | 'JWT' | 'AWS_IAM' | 'CUSTOM';
  readonly authorizerId: string | undefined;
  readonly authorizationScopes: readonly string[];
  readonly operationName: string | undefined;
  readonly integration: HttpLambdaIntegration | undefined;
}

export interface HttpLambdaIntegration {
  readonly kind: 'AWS_PROXY';
  readonly address: string;
  readonly functionArn: string;
  readonly payloadFormatVersion: '1.0' | '2.0';
  readonly timeoutMs: number;
}

export type HttpAuthorizer = HttpJwtAuthorizer | HttpLambdaAuthorizer;

export interface HttpJwtAuthorizer {
  readonly kind: 'JWT';
  readonly address: string;
  readonly id: string;
  readonly issuer: string;
  readonly audience: readonly string[];
  /** `$request.header.Authorization` */
  readonly identitySources: readonly string[];
}

export interface HttpLambdaAuthorizer {
  readonly kind: 'REQUEST';
  readonly address: string;
  readonly id: string;
  readonly functionArn: string;
  readonly payloadFormatVersion: '1.0' | '2.0';
  readonly enableSimpleResponses: boolean;
  readonly identitySources: readonly string[];
  readonly resultTtlSeconds: number;
}

export interface HttpStage {
  readonly address: string;
  /** `$default` has no prefix in its URL. */
  readonly name: string;
  readonly autoDeploy: boolean;
  readonly variables: Readonly<Record<string, string>>;
  readonly accessLog: { readonly logGroupName: string; readonly format: string } | undefined;
  readonly defaultRouteThrottle: Throttle | undefined;
  /** By route key. */
  readonly routeThrottles: Readonly<Record<string, Throttle>>;
}
