import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { raiseLimits } from '../long-run/loaded-stack.ts';
import { copyStack, resourceOf, type StackCopy, type StackDocument } from '../testing/stack-copy.ts';

/** A copy of the `dev` stack with what attempts need beside it. Nothing of the original is loosened but its throttles and timeouts. */
export interface AccessStack extends StackCopy {
  /** Names of the further outputs, which tell the additions. */
  readonly additions: typeof additions;
}

const additions = ['otherClientId', 'otherDeskClientId', 'otherPoolId', 'otherPoolClientId', 'disabledKeyId'] as const;

/** Path of the foreign role's route on the HTTP API. */
export const foreignRolePath = '/access-attempts/foreign-role';
/** What the contact desk's client may ask for beside what the route asks for. */
export const otherScope = 'contacts/other';

/** @param change a further change of the copy, such as one that has to be noticed. */
export function copyAccessStack(change: (document: StackDocument) => void = () => undefined): AccessStack {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-access-'));
  const copy = copyStack('dev', (document) => {
    raiseLimits(document);
    pauseSchedules(document);
    allowSlowStarts(document);
    addClients(document);
    addDisabledKey(document);
    addForeignRole(document, folder);
    change(document);
  });
  return {
    ...copy,
    additions,
    remove() {
      copy.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The clock is moved by more than an hour: sixty runs of each would be due at once. */
function pauseSchedules({ resource }: StackDocument): void {
  for (const rule of Object.values(resourcesOf(resource, 'aws_cloudwatch_event_rule'))) rule['state'] = 'DISABLED';
}

/** A machine that is busy with more may start a function slowly: what it is about is who is let in. */
function allowSlowStarts({ resource }: StackDocument): void {
  for (const lambda of Object.values(resourcesOf(resource, 'aws_lambda_function')))
    lambda['timeout'] = slowStartSeconds;
}
/** Just within what an integration waits, which is 29 seconds. */
const slowStartSeconds = 28;

const poolId = '${aws_cognito_user_pool.user-pool.id}';

function addClients(document: StackDocument): void {
  const { resource } = document;
  const pools = resourcesOf(resource, 'aws_cognito_user_pool');
  const clients = resourcesOf(resource, 'aws_cognito_user_pool_client');
  const app = resourceOf(document, 'aws_cognito_user_pool_client', 'app-client').arguments;
  const desk = resourceOf(document, 'aws_cognito_user_pool_client', 'contacts-client').arguments;
  pools['other-pool'] = { ...pools['user-pool'], name: 'gatehouse-dev-other-users' };
  clients['other-client'] = { ...app, name: 'other' };
  clients['other-desk-client'] = { ...desk, name: 'other-desk' };
  clients['other-pool-client'] = { ...app, user_pool_id: poolId.replace('user-pool', 'other-pool') };
  const server = resourceOf(document, 'aws_cognito_resource_server', 'contacts').arguments;
  server['scope'] = [
    ...(server['scope'] as object[]),
    { scope_name: 'other', scope_description: 'No route asks for it' },
  ];
  clients['contacts-client'] = {
    ...desk,
    allowed_oauth_scopes: [...(desk['allowed_oauth_scopes'] as string[]), otherScope],
  };
  tell(document, 'otherPoolId', poolId.replace('user-pool', 'other-pool'));
  for (const [name, client] of [
    ['otherClientId', 'other-client'],
    ['otherDeskClientId', 'other-desk-client'],
    ['otherPoolClientId', 'other-pool-client'],
  ] as const) {
    tell(document, name, `\${aws_cognito_user_pool_client.${client}.id}`);
  }
}

/** Of the partners' usage plan. */
function addDisabledKey(document: StackDocument): void {
  const { resource } = document;
  resourcesOf(resource, 'aws_api_gateway_api_key')['disabled'] = { name: 'gatehouse-dev-disabled', enabled: false };
  resourcesOf(resource, 'aws_api_gateway_usage_plan_key')['disabled'] = {
    key_id: '${aws_api_gateway_api_key.disabled.id}',
    key_type: 'API_KEY',
    usage_plan_id: '${aws_api_gateway_usage_plan.partner-usage-plan.id}',
  };
  tell(document, 'disabledKeyId', '${aws_api_gateway_api_key.disabled.id}');
}

function tell({ output }: StackDocument, name: (typeof additions)[number], value: string): void {
  if (!output) throw new Error('the dev stack has no outputs. Expected: those of its environment');
  output[name] = { value };
}

/** Answers with the credentials of its role, as no function should: how else would a role be foreign here? */
const tellCredentials = `exports.handler = async () => ({ statusCode: 200, body: JSON.stringify({
  accessKeyId: process.env.AWS_ACCESS_KEY_ID,
  secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY,
  sessionToken: process.env.AWS_SESSION_TOKEN,
}) });`;

/** A role without any policy, which a function of its own, with a route of its own, gives away. */
function addForeignRole({ resource }: StackDocument, folder: string): void {
  const filename = join(folder, 'foreign-role.zip');
  writeFileSync(filename, zipSync({ 'index.js': strToU8(tellCredentials) }));
  const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  resourcesOf(resource, 'aws_iam_role')['foreign'] = {
    name: 'gatehouse-dev-foreign',
    assume_role_policy: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
  };
  resourcesOf(resource, 'aws_lambda_function')['foreign'] = {
    function_name: 'gatehouse-dev-foreign',
    filename,
    handler: 'index.handler',
    runtime: 'nodejs24.x',
    role: '${aws_iam_role.foreign.arn}',
  };
  const apiId = '${aws_apigatewayv2_api.public-api.id}';
  resourcesOf(resource, 'aws_apigatewayv2_integration')['foreign'] = {
    api_id: apiId,
    integration_type: 'AWS_PROXY',
    integration_method: 'POST',
    integration_uri: '${aws_lambda_function.foreign.invoke_arn}',
    payload_format_version: '2.0',
  };
  resourcesOf(resource, 'aws_apigatewayv2_route')['foreign'] = {
    api_id: apiId,
    route_key: `GET ${foreignRolePath}`,
    authorization_type: 'NONE',
    target: 'integrations/${aws_apigatewayv2_integration.foreign.id}',
  };
  resourcesOf(resource, 'aws_lambda_permission')['foreign'] = {
    statement_id: 'api-gateway',
    action: 'lambda:InvokeFunction',
    function_name: '${aws_lambda_function.foreign.function_name}',
    principal: 'apigateway.amazonaws.com',
    source_arn: `\${aws_apigatewayv2_api.public-api.execution_arn}/*/GET${foreignRolePath}`,
  };
}

/** @throws {Error} if there is none of the type: the stack is not the one that this was written for. */
function resourcesOf(resource: StackDocument['resource'], type: string): Record<string, Record<string, unknown>> {
  const found = resource[type];
  if (!found)
    throw new Error(`the dev stack has no resource of type ${type}. Expected: some, beside which more are put`);
  return found;
}
