import type { HandlerName } from '../handlers.ts';
import { type Arguments, type DocumentPart, mergeBlocks, reference } from './document.ts';

/** What a function is besides its name. */
export interface FunctionSpec {
  readonly handler: HandlerName;
  /** @default 3, as on AWS */
  readonly timeoutSeconds?: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly reservedConcurrency?: number;
  /** Statements of the role's policy. @default none */
  readonly statements?: readonly object[];
  /** Further arguments of `aws_lambda_function`. */
  readonly more?: Arguments;
}

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
});

/** Functions by name, each with a role of its own; their packages are `<handler>.zip` beside the document. */
export function functionsDocument(functions: Readonly<Record<string, FunctionSpec>>): DocumentPart {
  return { resource: mergeBlocks(Object.entries(functions).map(([name, spec]) => functionBlocks(name, spec))) };
}

function functionBlocks(name: string, { handler, statements = [], ...spec }: FunctionSpec) {
  return {
    aws_lambda_function: {
      [name]: {
        function_name: name,
        role: reference(`aws_iam_role.${name}`, 'arn'),
        filename: `${handler}.zip`,
        handler: 'index.handler',
        runtime: 'nodejs24.x',
        timeout: spec.timeoutSeconds ?? 3,
        environment: { variables: spec.environment ?? {} },
        ...(spec.reservedConcurrency !== undefined && { reserved_concurrent_executions: spec.reservedConcurrency }),
        ...spec.more,
      },
    },
    aws_iam_role: { [name]: { name, assume_role_policy: trust } },
    ...(statements.length > 0 && {
      aws_iam_role_policy: {
        [name]: {
          name,
          role: reference(`aws_iam_role.${name}`, 'id'),
          policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
        },
      },
    }),
  };
}

/** Lets an API invoke functions. @param api address of the API. */
export function permissions(api: string, functionNames: Iterable<string>): DocumentPart {
  const apiName = api.split('.')[1];
  const named = [...new Set(functionNames)].map((name) => [
    `${apiName}_${name}`,
    {
      function_name: reference(`aws_lambda_function.${name}`, 'function_name'),
      action: 'lambda:InvokeFunction',
      principal: 'apigateway.amazonaws.com',
      source_arn: `${reference(api, 'execution_arn')}/*`,
    },
  ]);
  return { resource: { aws_lambda_permission: Object.fromEntries(named) } };
}
