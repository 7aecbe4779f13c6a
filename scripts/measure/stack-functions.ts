import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { StackDocument } from '../testing/stack-copy.ts';

/** A function as a synthesized stack declares it. */
export interface StackFunction {
  /** `create-project`: without the environment. */
  readonly name: string;
  /** `gatehouse-dev-create-project` */
  readonly functionName: string;
  /** The zip. */
  readonly packageFile: string;
  /** As they are in the Terraform: a reference stands for what it will be, and is as long. */
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * The functions of an environment, in the order of their names.
 *
 * @throws {Error} if the stack was not synthesized.
 */
export function readStackFunctions(environment: string): readonly StackFunction[] {
  const file = join('cdktf.out', 'stacks', environment, 'cdk.tf.json');
  const document = JSON.parse(readFileSync(file, 'utf8')) as StackDocument;
  return Object.values(document.resource['aws_lambda_function'] ?? {})
    .map((declared) => {
      const functionName = String(declared['function_name']);
      const { variables = {} } = (declared['environment'] ?? {}) as Partial<Pick<StackFunction, 'variables'>>;
      return {
        name: functionName.replace(`gatehouse-${environment}-`, ''),
        functionName,
        packageFile: join(dirname(file), String(declared['filename'])),
        variables,
      };
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
