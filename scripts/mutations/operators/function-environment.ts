import type { Change, Operator, Resource } from '../mutation.ts';
import { blocksOf, recordOf } from '../stack-values.ts';

/** What functions are told by their environment. */

const suites = ['cors', 'projects', 'exports', 'access'];

const variable: Operator = {
  name: 'variable',
  type: 'aws_lambda_function',
  suites,
  changesOf: ({ arguments: args }) =>
    blocksOf(args['environment']).flatMap(({ variables }) =>
      Object.entries(recordOf(variables)).flatMap(([name, value]) => [
        {
          part: `${name}/removed`,
          description: `${name} is not set`,
          apply: (copy) => editVariables(copy, (copied) => delete copied[name]),
        },
        ...originChanges(name, String(value)),
      ]),
    ),
};

export const functionEnvironmentOperators: readonly Operator[] = [variable];

/** A list of origins loses each of them, and gains one that no environment has. */
function originChanges(name: string, value: string): Change[] {
  const origins = value.split(',');
  if (!origins.every((origin) => /^https?:\/\/[^/]+$/.test(origin))) return [];
  const change = (part: string, description: string, changed: readonly string[]): Change => ({
    part: `${name}/${part}`,
    description,
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
