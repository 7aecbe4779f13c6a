import { describe, expect, it } from 'vitest';
import { type ApiTable, defineApi } from '../../contracts/route-table.ts';
import { apis } from '../apis.ts';
import { environments } from '../environments.ts';
import { at, only, referred } from '../testing/document.ts';
import { synthesize } from '../testing/synthesize.ts';

const document = synthesize();
const { dev } = environments;

describe('the HTTP API', () => {
  const stage = at(document, 'aws_apigatewayv2_stage.public-api-stage');

  it('leaves CORS to API Gateway, for the origins of the environment', () => {
    expect(at(document, 'aws_apigatewayv2_api.public-api')).toMatchObject({
      protocol_type: 'HTTP',
      cors_configuration: {
        allow_origins: dev.corsOrigins,
        allow_methods: ['GET', 'POST'],
        expose_headers: ['Location', 'Retry-After', 'ETag', 'x-amzn-RequestId'],
      },
    });
  });

  it('deploys itself as $default, with a row of JSON a request', () => {
    expect(stage).toMatchObject({ name: '$default', auto_deploy: true });
    const { destination_arn, format } = stage['access_log_settings'] as Record<string, string>;
    expect(at(document, referred(destination_arn))).toMatchObject({ retention_in_days: dev.logRetentionDays });
    expect(JSON.parse(String(format))).toMatchObject({ requestId: '$context.requestId', route: '$context.routeKey' });
  });

  it('gives each route the function, the permission and the throttle of its row', () => {
    const route = only(document, 'aws_apigatewayv2_route', { route_key: 'POST /contacts' });
    expect(route).toMatchObject({ authorization_type: 'NONE', operation_name: 'createContact' });
    const integration = at(document, referred(route['target']));
    expect(integration).toMatchObject({
      integration_type: 'AWS_PROXY',
      integration_method: 'POST',
      payload_format_version: '2.0',
    });
    const lambda = referred(integration['integration_uri']);
    expect(at(document, lambda)['function_name']).toBe('gatehouse-dev-create-contact');
    expect(only(document, 'aws_lambda_permission', { function_name: `\${${lambda}.function_name}` })).toMatchObject({
      source_arn: '${aws_apigatewayv2_api.public-api.execution_arn}/*/POST/contacts',
    });
    const settings = stage['route_settings'] as readonly Record<string, unknown>[];
    const ofRoute = settings.find(({ route_key }) => at(document, referred(route_key)) === route);
    expect(ofRoute).toMatchObject({
      throttling_rate_limit: dev.throttles.contact.ratePerSecond,
      throttling_burst_limit: dev.throttles.contact.burst,
    });
  });

  it('refuses a row with an access that it has no authorizer for', () => {
    const publicApi: ApiTable = { ...defineApi('public-api', 'http', {}), rows: { login: userRow } };
    const taskApi = defineApi('task-api', 'rest', { createProject: apis.taskApi.rows.createProject });
    expect(() => synthesize({ taskApi, publicApi })).toThrow(
      "the row 'login' of an HTTP API has the access 'user'. Expected: 'public'",
    );
  });
});

const userRow = apis.taskApi.rows.listProjects;
