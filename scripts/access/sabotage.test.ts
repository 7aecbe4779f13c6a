import { expect, test } from 'vitest';
import { type AttemptName, attempts } from '../../contracts/access-attempts.ts';
import { accessCellsOf } from '../../contracts/access-cells.ts';
import { publicApi } from '../../contracts/public-api.ts';
import { passes } from '../../contracts/smoke/attempts/cell-filter.ts';
import { taskApi } from '../../contracts/task-api.ts';
import { resourceOf, type StackDocument } from '../testing/stack-copy.ts';
import { runAccess } from './access-run.ts';
import { accessReport } from './access-table.ts';

/** A gate that is loosened in a copy of the stack lets in whom the attempts say, and the run tells. */

const argumentsOf = (document: StackDocument, type: string, part: string) => resourceOf(document, type, part).arguments;

function loosen(document: StackDocument): void {
  const users = argumentsOf(document, 'aws_api_gateway_authorizer', 'authorizers_user');
  delete users['identity_validation_expression'];
  users['provider_arns'] = [...(users['provider_arns'] as string[]), '${aws_cognito_user_pool.other-pool.arn}'];
  const open = argumentsOf(document, 'aws_api_gateway_method', 'routes_getProject_');
  delete open['authorizer_id'];
  open['authorization'] = 'NONE';
  argumentsOf(document, 'aws_api_gateway_method', 'routes_listPartnerProjects_')['api_key_required'] = false;
  argumentsOf(document, 'aws_api_gateway_api_key', 'disabled')['enabled'] = true;
  const desk = argumentsOf(document, 'aws_apigatewayv2_authorizer', 'authorizers_jwt')['jwt_configuration'];
  (desk as { audience: string[] }).audience.push('${aws_cognito_user_pool_client.other-desk-client.id}');
  delete argumentsOf(document, 'aws_apigatewayv2_route', 'routes_listContacts_')['authorization_scopes'];
  const statement = { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' };
  document.resource['aws_iam_role_policy'] = {
    ...document.resource['aws_iam_role_policy'],
    foreign: {
      role: '${aws_iam_role.foreign.id}',
      name: 'too-much',
      policy: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
    },
  };
}

/** Who is let in, by attempt; of a route without an authorizer, everybody. */
const expected: Partial<Record<AttemptName, readonly string[]>> = {
  'no token': ['getProject'],
  'token of another client of the pool': ['getProject', 'listProjects', 'listContacts'],
  'ID token of another pool': ['getProject', 'listProjects'],
  'contacts token without the scope': ['listContacts'],
  'partner token, no key': ['listPartnerProjects'],
  'partner token, unknown key': ['listPartnerProjects'],
  'partner token, disabled key': ['listPartnerProjects', 'listPartnerTasks', 'createPartnerTask'],
  'AWS credentials of a foreign role': ['getExportQueues', 'startExportRedrive'],
};

test('exactly the cells that are loosened are red', { timeout: 120_000 }, async () => {
  const operationIds = [...new Set(Object.values(expected).flat()), 'login', 'receiveWebhook'];
  const only = { attempts: Object.keys(expected), operationIds };
  const { seen, isGreen } = await runAccess({ change: loosen, only, isShown: false });
  const cells = [taskApi, publicApi].flatMap(accessCellsOf).filter((cell) => passes(only, cell));
  const { faults, totals } = accessReport(cells, seen);
  expect(isGreen).toBe(false);
  expect(totals).toContain(' 0 not run');
  const red = Object.keys(attempts).flatMap((name) => {
    const routes = faults.filter(({ attempt }) => attempt === name).map(({ operationId }) => operationId);
    return routes.length === 0 ? [] : [[name, routes.sort()]];
  });
  const sorted = Object.entries(expected).map(([name, routes]) => [name, routes.toSorted()]);
  expect(Object.fromEntries(red)).toEqual(Object.fromEntries(sorted));
});
