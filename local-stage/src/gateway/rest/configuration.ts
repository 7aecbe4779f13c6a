/** What `aws_api_gateway_rest_api` and everything that hangs on it say of one REST API. */
export interface RestApiConfiguration {
  readonly address: string;
  readonly id: string;
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  readonly apiKeySource: 'HEADER' | 'AUTHORIZER';
  readonly binaryMediaTypes: readonly string[];
  readonly disableExecuteApiEndpoint: boolean;
  /** Every resource of the tree, the root (`/`) included. */
  readonly resources: readonly RestResource[];
  /** Models by name. */
  readonly models: Readonly<Record<string, RestModel>>;
  readonly authorizers: Readonly<Record<string, RestAuthorizer>>;
  /** Overrides by response type, `UNAUTHORIZED` or `DEFAULT_4XX`. */
  readonly gatewayResponses: Readonly<Record<string, GatewayResponseOverride>>;
  readonly stages: readonly RestStage[];
  /** The plans that name a stage of this API. */
  readonly usagePlans: readonly UsagePlan[];
}

export interface RestResource {
  readonly id: string;
  /** `/projects/{projectId}` */
  readonly path: string;
  /** By HTTP method, `ANY` included. */
  readonly methods: Readonly<Record<string, RestMethod>>;
}

export interface RestMethod {
  readonly address: string;
  readonly authorization: 'NONE' | 'AWS_IAM' | 'CUSTOM' | 'COGNITO_USER_POOLS';
  /** Key of `RestApiConfiguration.authorizers`. */
  readonly authorizerId: string | undefined;
  readonly authorizationScopes: readonly string[];
  readonly apiKeyRequired: boolean;
  readonly operationName: string | undefined;
  /** `method.request.querystring.limit` -> required. */
  readonly requestParameters: Readonly<Record<string, boolean>>;
  /** Content type -> model name. */
  readonly requestModels: Readonly<Record<string, string>>;
  readonly validator: { readonly validatesBody: boolean; readonly validatesParameters: boolean } | undefined;
  readonly integration: RestIntegration | undefined;
  /** By status code. */
  readonly responses: Readonly<Record<string, RestMethodResponse>>;
}

export interface RestMethodResponse {
  /** `method.response.header.Vary` -> required. */
  readonly responseParameters: Readonly<Record<string, boolean>>;
  readonly responseModels: Readonly<Record<string, string>>;
}

export type RestIntegration = LambdaProxyIntegration | MockIntegration;

export interface LambdaProxyIntegration {
  readonly kind: 'AWS_PROXY';
  readonly address: string;
  /** `POST`; anything else is AWS's 500 at the first request. */
  readonly httpMethod: string | undefined;
  readonly functionArn: string;
  readonly timeoutMs: number;
}

export interface MockIntegration {
  readonly kind: 'MOCK';
  readonly address: string;
  /** Content type -> velocity template that gives `{"statusCode": 200}`. */
  readonly requestTemplates: Readonly<Record<string, string>>;
  readonly passthroughBehavior: 'WHEN_NO_MATCH' | 'WHEN_NO_TEMPLATES' | 'NEVER';
  readonly responses: readonly MockIntegrationResponse[];
}

export interface MockIntegrationResponse {
  readonly statusCode: string;
  /** Regular expression over the status code; absent on the default response. */
  readonly selectionPattern: string | undefined;
  /** `method.response.header.Vary` -> `'Origin'` or `integration.response...`. */
  readonly responseParameters: Readonly<Record<string, string>>;
  readonly responseTemplates: Readonly<Record<string, string>>;
}

export interface RestModel {
  readonly contentType: string;
  /** Draft-4 JSON schema. */
  readonly schema: unknown;
}

export type RestAuthorizer = RestLambdaAuthorizer | RestCognitoAuthorizer;

export interface RestLambdaAuthorizer {
  readonly kind: 'TOKEN' | 'REQUEST';
  readonly address: string;
  readonly id: string;
  readonly functionArn: string;
  /** `method.request.header.Authorization`; comma-separated for REQUEST. Empty where REQUEST has none. */
  readonly identitySource: string;
  readonly identityValidationExpression: string | undefined;
  /** 0 turns the cache off. AWS's default: 300. */
  readonly resultTtlSeconds: number;
}

export interface RestCognitoAuthorizer {
  readonly kind: 'COGNITO_USER_POOLS';
  readonly address: string;
  readonly id: string;
  readonly providerArns: readonly string[];
  readonly identitySource: string;
  readonly identityValidationExpression: string | undefined;
}

export interface GatewayResponseOverride {
  readonly address: string;
  readonly statusCode: string | undefined;
  /** `gatewayresponse.header.Access-Control-Allow-Origin` -> `'*'` or `method.request.header.Origin`. */
  readonly responseParameters: Readonly<Record<string, string>>;
  readonly responseTemplates: Readonly<Record<string, string>>;
}

export interface RestStage {
  readonly address: string;
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly accessLog: { readonly logGroupName: string; readonly format: string } | undefined;
  readonly methodSettings: readonly MethodSettings[];
}

/** One `aws_api_gateway_method_settings`. */
export interface MethodSettings {
  readonly address: string;
  /** `*` + `/*`, or `projects/GET`: path without the leading slash, `~1` for a slash within, then the method. */
  readonly methodPath: string;
  readonly throttle: Throttle | undefined;
}

/** A token bucket: requests a second, and the bucket's size. */
export interface Throttle {
  readonly rateLimit: number;
  readonly burstLimit: number;
}

export interface UsagePlan {
  readonly address: string;
  readonly id: string;
  readonly name: string;
  readonly throttle: Throttle | undefined;
  readonly quota:
    | { readonly limit: number; readonly offset: number; readonly period: 'DAY' | 'WEEK' | 'MONTH' }
    | undefined;
  /** Names of this API's stages that the plan covers. */
  readonly stages: readonly {
    readonly stageName: string;
    /** By method path, `/projects/GET`. */
    readonly methodThrottles: Readonly<Record<string, Throttle>>;
  }[];
  readonly keys: readonly ApiKey[];
}

export interface ApiKey {
  readonly address: string;
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly enabled: boolean;
}
