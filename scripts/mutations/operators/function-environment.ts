import { type Check, smoke } from '../check.ts';
import { checksOfHandler, independentRowsAt } from '../handlers.ts';
import type { Change, Operator, Resource } from '../mutation.ts';
import { about, operationsAt, rowsAt } from '../routes.ts';
import { blocksOf, recordOf } from '../stack-values.ts';

/** What functions are told by their environment. */

const variable: Operator = {
  name: 'variable',
  type: 'aws_lambda_function',
  checks: checksOfHandler,
  operations: independentRowsAt,
  changesOf: (resource) =>
    blocksOf(resource.arguments['environment']).flatMap(({ variables }) =>
      Object.entries(recordOf(variables)).flatMap(([name, value]) => [
        {
          part: `${name}/removed`,
          description: `${name} is not set`,
          ...(isOrigins(String(value)) ? { checks: corsOf(resource), operations: rowsAt(resource) } : {}),
          apply: (copy) => editVariables(copy, (copied) => delete copied[name]),
        },
        ...(isOrigins(String(value)) ? originChanges(name, String(value), resource) : []),
      ]),
    ),
};

export const functionEnvironmentOperators: readonly Operator[] = [variable];

const corsOf = (resource: Resource): readonly Check[] => [smoke('cors', about(operationsAt(resource)))];

const isOrigins = (value: string) => value.split(',').every((origin) => /^https?:\/\/[^/]+$/.test(origin));

/** A list of origins loses each of them, and gains one that no environment has. */
function originChanges(name: string, value: string, resource: Resource): Change[] {
  const origins = value.split(',');
  const change = (part: string, description: string, changed: readonly string[]): Change => ({
    part: `${name}/${part}`,
    description,
    checks: corsOf(resource),
    operations: rowsAt(resource),
    apply: (copy) =>
      editVariables(copy, (copied) => {
        copied[name] = changed.join(',');
      }),
  });
  return [
    ...origins.map((origin) =>
      change(
        `without ${origin}`,
        `${name} has no ${origin}`,
        origins.filter((other) => other !== origin),
      ),
    ),
    change('widened', `${name} has https://elsewhere.example too`, [...origins, 'https://elsewhere.example']),
  ];
}

function editVariables({ arguments: args }: Resource, edit: (variables: Record<string, unknown>) => void): void {
  for (const { variables } of blocksOf(args['environment'])) edit(recordOf(variables));
}
