import { ApiGatewayIntegration } from '@cdktf/provider-aws/lib/api-gateway-integration/index.js';
import { ApiGatewayIntegrationResponse } from '@cdktf/provider-aws/lib/api-gateway-integration-response/index.js';
import { ApiGatewayMethod } from '@cdktf/provider-aws/lib/api-gateway-method/index.js';
import { ApiGatewayMethodResponse } from '@cdktf/provider-aws/lib/api-gateway-method-response/index.js';
import { Construct } from 'constructs';
import { allowedHeaders, preflightMaxAgeSeconds } from './cors.ts';

export interface PreflightProps {
  readonly restApiId: string;
  readonly resourceId: string;
  /** The path's methods. */
  readonly methods: readonly string[];
  /** Origins that the answer may name. */
  readonly origins: readonly string[];
}

/** What browsers get when they ask whether a page may call a path: a MOCK, so no function runs. */
export class Preflight extends Construct {
  constructor(scope: Construct, id: string, props: PreflightProps) {
    super(scope, id);
    const at = { restApiId: props.restApiId, resourceId: props.resourceId, httpMethod: 'OPTIONS' };
    const headers = preflightHeaders(props.methods);
    const method = new ApiGatewayMethod(this, 'method', { ...at, authorization: 'NONE' });
    const integration = new ApiGatewayIntegration(this, 'integration', {
      ...at,
      type: 'MOCK',
      requestTemplates: { 'application/json': '{"statusCode": 204}' },
      // A preflight has no content type, for which API Gateway takes the template of application/json.
      passthroughBehavior: 'WHEN_NO_TEMPLATES',
      dependsOn: [method],
    });
    const response = new ApiGatewayMethodResponse(this, 'method-response', {
      ...at,
      statusCode: '204',
      responseParameters: Object.fromEntries(Object.keys(headers).map((header) => [header, true])),
      dependsOn: [method],
    });
    new ApiGatewayIntegrationResponse(this, 'integration-response', {
      ...at,
      statusCode: '204',
      responseParameters: headers,
      responseTemplates: { 'application/json': originTemplate(props.origins) },
      dependsOn: [integration, response],
    });
  }
}

function preflightHeaders(methods: readonly string[]): Record<string, string> {
  return {
    'method.response.header.Access-Control-Allow-Headers': `'${allowedHeaders.join(',')}'`,
    'method.response.header.Access-Control-Allow-Methods': `'${['OPTIONS', ...methods].sort().join(',')}'`,
    'method.response.header.Access-Control-Max-Age': `'${preflightMaxAgeSeconds}'`,
    'method.response.header.Vary': "'Origin'",
  };
}

/**
 * Names the caller's origin in the answer if it is one of these, else nobody's. HTTP/1.1 callers
 * send `Origin`, HTTP/2 callers `origin`, and `$input.params` minds the difference.
 */
export function originTemplate(origins: readonly string[]): string {
  const isOneOfThem = origins.map((origin) => `$origin == "${origin}"`).join(' || ');
  return [
    `#set($origin = $input.params('Origin'))`,
    `#if($origin == "")#set($origin = $input.params('origin'))#end`,
    `#if(${isOneOfThem})`,
    '#set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)',
    '#end',
  ].join('\n');
}
