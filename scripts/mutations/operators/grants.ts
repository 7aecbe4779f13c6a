import { checksOfHandler, independentRowsAt } from '../handlers.ts';
import { type Operator, type Resource, resourcesOf } from '../mutation.ts';
import { type Arguments, editJson, jsonOf, listOf, recordOf, textsOf } from '../stack-values.ts';

/** What functions may do: each action and each resource of each statement of their roles' policies. */

const type = 'aws_iam_role_policy';

const grantRemoved: Operator = {
  name: 'grant-removed',
  type,
  checks: checksOfHandler,
  operations: independentRowsAt,
  changesOf: (resource) =>
    statementsOf(resource).flatMap((statement, index) =>
      textsOf(statement['Action']).map((action) => ({
        part: `${nameOf(statement, index)}/${action}`,
        description: `the grant of ${action} is removed`,
        apply: (copy) =>
          editStatements(copy, index, (changed) => ({
            ...changed,
            Action: textsOf(changed['Action']).filter((other) => other !== action),
          })),
      })),
    ),
};

const grantNarrowed: Operator = {
  name: 'grant-narrowed',
  type,
  checks: checksOfHandler,
  operations: independentRowsAt,
  changesOf: (resource) =>
    statementsOf(resource).flatMap((statement, index) =>
      textsOf(statement['Resource']).map((target) => ({
        part: `${nameOf(statement, index)}/${target}`,
        description: `${textsOf(statement['Action']).join(', ')} on ${target} is narrowed to ${narrowed(target)}`,
        apply: (copy) =>
          editStatements(copy, index, (changed) => ({
            ...changed,
            Resource: textsOf(changed['Resource']).map((other) => (other === target ? narrowed(target) : other)),
          })),
      })),
    ),
};

const statementsOf = ({ arguments: { policy } }: Resource) => listOf(jsonOf(policy)['Statement']).map(recordOf);

const nameOf = (statement: Arguments, index: number) => String(statement['Sid'] ?? index);

/** A resource that no request is about. */
function narrowed(target: string): string {
  if (target === '*') return 'arn:aws:none:::narrowed';
  return target.endsWith('*') ? `${target.slice(0, -1)}narrowed` : `${target}-narrowed`;
}

/** A statement that is left without actions goes: IAM refuses it. */
function editStatements(resource: Resource, index: number, change: (statement: Arguments) => Arguments): void {
  startCold(resource);
  editJson(resource.arguments, 'policy', (policy) => {
    policy['Statement'] = listOf(policy['Statement'])
      .map((statement, position) => (position === index ? change(recordOf(statement)) : statement))
      .filter((statement) => listOf(recordOf(statement)['Action']).length > 0);
  });
}

/** A function that goes on with what it has read before would not ask for what it may no longer read. */
function startCold({ arguments: { role }, document }: Resource): void {
  const functions = resourcesOf(document, 'aws_lambda_function');
  const own = functions.filter((found) => roleIn(found.arguments['role']) === roleIn(role));
  for (const { arguments: args } of own) {
    const environment = recordOf(args['environment']);
    args['environment'] = { ...environment, variables: { ...recordOf(environment['variables']), STARTS: 'cold' } };
  }
}

/** `aws_iam_role.name` of a reference to one of its attributes. */
const roleIn = (reference: unknown) => /aws_iam_role\.[\w-]+/.exec(String(reference))?.[0];

export const grantOperators: readonly Operator[] = [grantRemoved, grantNarrowed];
