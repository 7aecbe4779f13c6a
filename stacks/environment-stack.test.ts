import { describe, expect, it } from 'vitest';
import { defineApi } from '../contracts/route-table.ts';
import { StageOutputs } from '../contracts/stage-outputs.ts';
import { apis } from './apis.ts';
import type { Environment, EnvironmentValues } from './environment.ts';
import { environments } from './environments.ts';
import { addresses, at, differences } from './testing/document.ts';
import { synthesize, synthesizeText } from './testing/synthesize.ts';

const { dev, staging, prod } = environments;

describe('an environment', () => {
  it.each([dev, staging, prod])('$name keeps the addresses of its resources', async (environment) => {
    const listed = `${addresses(synthesize({ environment })).join('\n')}\n`;
    await expect(listed).toMatchFileSnapshot(`__snapshots__/addresses-${environment.name}.txt`);
  });

  it('is synthesized to the same bytes again', () => {
    expect(synthesizeText()).toBe(synthesizeText());
  });

  it('refers to nothing of this machine', () => {
    expect(synthesizeText()).not.toMatch(new RegExp(`${process.cwd()}|TfToken`));
  });

  it('tells a stage by the names that its readers expect', () => {
    const { output } = synthesize();
    expect(Object.keys(output).sort()).toEqual(Object.keys(StageOutputs.shape).sort());
    expect(output).toMatchObject({
      taskApiUrl: { value: '${aws_api_gateway_stage.task-api-stage.invoke_url}' },
      publicApiUrl: { value: '${aws_apigatewayv2_stage.public-api-stage.invoke_url}' },
      tokenEndpoint: {
        value:
          'https://${aws_cognito_user_pool_domain.user-pool-domain.domain}.auth.eu-west-1.amazoncognito.com/oauth2/token',
      },
    });
  });

  it('refuses an operation id that both tables have', () => {
    const publicApi = defineApi('public-api', 'http', { login: apis.publicApi.rows.getHealth });
    expect(() => synthesize({ publicApi })).toThrow(
      "public-api: row 'login' has the operation id of a row of task-api",
    );
  });

  it('names the operation and the file of a bundle that was not built', () => {
    expect(() => synthesize({ missingBundle: 'start-export' })).toThrow(
      /^startExport has no bundle: .*start-export\.zip is missing\. Expected: .*'npm run bundle'/,
    );
  });
});

describe('environments', () => {
  it.each([staging, prod])('$name is what dev would be with its values', (environment) => {
    const likeDev = synthesizeText({ environment: asDev(environment) });
    const renamed = synthesizeText({ environment }).replaceAll(
      new RegExp(`(?<!app\\.)${environment.name}`, 'g'),
      'dev',
    );
    expect(withoutHash(renamed)).toBe(withoutHash(likeDev));
  });

  it.each([staging, prod])('$name differs from dev by single fields, and by nothing else', (environment) => {
    const base = synthesize({ environment: dev, ...fewRows });
    const fields = differences(environment, dev).map((path) => path.split('/')[0] ?? path);
    const byField = [...new Set(fields)].flatMap((field) =>
      differences(base, synthesize({ environment: withFieldOf(environment, field), ...fewRows })),
    );
    const all = differences(base, synthesize({ environment: asDev(environment), ...fewRows }));
    expect(all).toEqual([...new Set(byField)].sort());
    expect(all.length).toBeGreaterThan(50);
  });

  it.each<[keyof EnvironmentValues, readonly string[]]>([
    ['logLevel', ['aws_lambda_function environment']],
    ['executionLogLevel', ['aws_api_gateway_method_settings settings']],
    ['dataTrace', ['aws_api_gateway_method_settings settings']],
    ['logRetentionDays', ['aws_cloudwatch_log_group retention_in_days']],
    [
      'throttles',
      [
        'aws_api_gateway_method_settings settings',
        'aws_apigatewayv2_stage default_route_settings',
        'aws_apigatewayv2_stage route_settings',
      ],
    ],
    ['webhookSources', ['aws_lambda_function environment']],
    [
      'corsOrigins',
      [
        'aws_api_gateway_deployment triggers',
        'aws_api_gateway_integration_response response_templates',
        'aws_apigatewayv2_api cors_configuration',
        'aws_lambda_function environment',
        'aws_s3_bucket_cors_configuration cors_rule',
      ],
    ],
    [
      'deletionProtection',
      [
        'aws_cognito_user_pool deletion_protection',
        'aws_dynamodb_table deletion_protection_enabled',
        'aws_s3_bucket force_destroy',
        'aws_secretsmanager_secret recovery_window_in_days',
      ],
    ],
  ])('%s changes what it stands for', (field, expected) => {
    const changed = differences(synthesize().resource, synthesize({ environment: withFieldOf(prod, field) }).resource);
    const places = changed.map((path) => path.split('/')).map(([type, , argument]) => `${type} ${argument}`);
    expect([...new Set(places)]).toEqual(expected);
  });

  it('adds the firewall and the addressees where they are asked for', () => {
    const before = addresses(synthesize());
    const added = addresses(synthesize({ environment: asDev(prod) })).filter((address) => !before.includes(address));
    expect(added.map((address) => address.split('.')[0])).toEqual([
      'aws_sns_topic_subscription',
      'aws_sns_topic_subscription',
      'aws_wafv2_web_acl',
      'aws_wafv2_web_acl_association',
    ]);
  });

  it('protects what prod holds', () => {
    const document = synthesize({ environment: prod });
    expect(at(document, 'aws_dynamodb_table.table')['deletion_protection_enabled']).toBe(true);
    expect(at(document, 'aws_cognito_user_pool.user-pool')['deletion_protection']).toBe('ACTIVE');
    expect(at(document, 'aws_s3_bucket.exports-bucket')['force_destroy']).toBe(false);
    expect(at(document, 'aws_secretsmanager_secret.partner-token-secret')['recovery_window_in_days']).toBe(30);
  });
});

/** One row of each kind: a synthesis for each field takes a while, and rows of a kind do not differ. */
const { login, createProject, startExport, listPartnerProjects } = apis.taskApi.rows;
const fewRows = {
  taskApi: defineApi('task-api', 'rest', { login, createProject, startExport, listPartnerProjects }),
  publicApi: apis.publicApi,
};

/** The values of an environment under the name of dev. */
function asDev(environment: Environment): Environment {
  return { ...environment, name: dev.name };
}

/** The deployment's hash covers the API's name. */
function withoutHash(text: string): string {
  return text.replace(/"api": "[0-9a-f]{64}"/, '"api": "hash"');
}

/** Dev, but for one field. */
function withFieldOf(environment: Environment, field: string): Environment {
  const value = Object.entries(environment).find(([name]) => name === field)?.[1];
  return { ...dev, ...(field === 'name' ? {} : { [field]: value }) };
}
