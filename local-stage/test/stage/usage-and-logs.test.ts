import {
  APIGatewayClient,
  GetApiKeysCommand,
  GetUsageCommand,
  GetUsagePlansCommand,
} from '@aws-sdk/client-api-gateway';
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createClock } from '../../src/clock.ts';
import { type Stage, startStage } from '../../src/stage.ts';
import { type OrdersProject, writeOrdersProject } from '../resources/orders-project.ts';

/** The parts of a REST API whose root answers to who has a key, and whose access log is JSON. */
function mockApi(name: string) {
  const rest_api_id = `\${aws_api_gateway_rest_api.${name}.id}`;
  const method = {
    rest_api_id,
    resource_id: `\${aws_api_gateway_rest_api.${name}.root_resource_id}`,
    http_method: 'GET',
  };
  return {
    aws_api_gateway_rest_api: { name },
    aws_api_gateway_method: { ...method, authorization: 'NONE', api_key_required: true },
    aws_api_gateway_integration: {
      ...method,
      type: 'MOCK',
      request_templates: { 'application/json': '{"statusCode": 200}' },
    },
    aws_api_gateway_method_response: { ...method, status_code: '200' },
    aws_api_gateway_integration_response: { ...method, status_code: '200' },
    aws_api_gateway_deployment: {
      rest_api_id,
      depends_on: ['method', 'integration', 'method_response', 'integration_response'].map(
        (type) => `aws_api_gateway_${type}.${name}`,
      ),
    },
    aws_api_gateway_stage: {
      rest_api_id,
      deployment_id: `\${aws_api_gateway_deployment.${name}.id}`,
      stage_name: 'dev',
      access_log_settings: {
        destination_arn: '${aws_cloudwatch_log_group.access.arn}',
        format: `{"api":"${name}","requestId":"$context.requestId","status":$context.status}`,
      },
    },
  } as const;
}

/** Two APIs under one usage plan. */
function meteredDocument() {
  const apis = { one: mockApi('one'), two: mockApi('two') };
  const types = Object.keys(apis.one) as (keyof typeof apis.one)[];
  const ofApis = types.map((type) => [type, { one: apis.one[type], two: apis.two[type] }]);
  return {
    provider: { aws: { region: 'eu-west-1' } },
    resource: {
      ...Object.fromEntries(ofApis),
      aws_cloudwatch_log_group: { access: { name: '/access', retention_in_days: 14 } },
      aws_api_gateway_api_key: { partner: { name: 'partner' }, spare: { name: 'spare' } },
      aws_api_gateway_usage_plan: {
        partners: {
          name: 'partners',
          api_stages: ['one', 'two'].map((name) => ({
            api_id: `\${aws_api_gateway_rest_api.${name}.id}`,
            stage: `\${aws_api_gateway_stage.${name}.stage_name}`,
          })),
          quota_settings: { limit: 3, period: 'DAY' },
        },
      },
      aws_api_gateway_usage_plan_key: {
        partner: {
          key_id: '${aws_api_gateway_api_key.partner.id}',
          key_type: 'API_KEY',
          usage_plan_id: '${aws_api_gateway_usage_plan.partners.id}',
        },
      },
    },
  };
}

let project: OrdersProject;
let stage: Stage;
let apiGateway: APIGatewayClient;
let logs: CloudWatchLogsClient;

beforeAll(async () => {
  project = writeOrdersProject(meteredDocument());
  stage = await startStage({ document: project.document, port: 0, clock: createClock(Date.now()) });
  const { region } = stage;
  const configuration = { endpoint: stage.awsEndpoint, region, credentials: stage.operatorCredentials };
  apiGateway = new APIGatewayClient(configuration);
  logs = new CloudWatchLogsClient(configuration);
});
afterAll(async () => {
  apiGateway.destroy();
  logs.destroy();
  await stage.close();
  project.remove();
});

it('what callers use of a plan is counted across its APIs, told of, and in the access log', async () => {
  const { items: keys = [] } = await apiGateway.send(
    new GetApiKeysCommand({ nameQuery: 'partner', includeValues: true }),
  );
  const call = async (api: string) => {
    const url = stage.urls.find((candidate) => candidate.api === api)?.url ?? '';
    return (await fetch(url, { headers: { 'x-api-key': keys[0]?.value ?? '' } })).status;
  };
  expect([await call('one'), await call('two'), await call('two'), await call('one')]).toEqual([200, 200, 200, 429]);

  const { items: plans = [] } = await apiGateway.send(new GetUsagePlansCommand({ keyId: keys[0]?.id }));
  expect(plans.map(({ name, apiStages }) => [name, apiStages?.length])).toEqual([['partners', 2]]);
  const today = new Date(stage.clock.now()).toISOString().slice(0, 10);
  const { items: usage } = await apiGateway.send(
    new GetUsageCommand({ usagePlanId: plans[0]?.id, startDate: today, endDate: today }),
  );
  expect(usage).toEqual({ [keys[0]?.id ?? '']: [[3, 0]] });

  const filterPattern = '{ $.status = 429 || $.api = "two" }';
  const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: '/access', filterPattern }));
  expect(events.map(({ message }) => /"api":"(\w+)".*:(\d+)}/.exec(message ?? '')?.slice(1))).toEqual([
    ['two', '200'],
    ['two', '200'],
    ['one', '429'],
  ]);
});

it('log groups keep what the document says', async () => {
  const { logGroups } = await logs.send(new DescribeLogGroupsCommand({}));
  expect(logGroups).toMatchObject([{ logGroupName: '/access', retentionInDays: 14 }]);
});
