import { type Check, integration } from '../check.ts';
import type { Operator, Resource } from '../mutation.ts';
import { about, operationsAt, rowsAt } from '../routes.ts';

/** How long functions and integrations may take. */

const checks = (resource: Resource): readonly Check[] => {
  const operations = operationsAt(resource);
  const [, authorizer] = /_((?:webhook-)?authorizer)_/.exec(resource.name) ?? [];
  if (authorizer !== undefined) {
    const name = authorizer === 'authorizer' ? 'partner-authorizer' : authorizer;
    return [integration('timeouts.clock', new RegExp(`^an authorizer .*${name}`))];
  }
  if (operations.length > 0) return [integration('timeouts.clock', about(operations))];
  const [, sweeper] = /_(export|storage)Sweeper_/.exec(resource.name) ?? [];
  const name = sweeper === undefined ? 'worker' : `${sweeper}-sweeper`;
  return [integration('background.clock', new RegExp(`^time for work .*the ${name} `))];
};
const shortestFunctionSeconds = 1;
/** The least that API Gateway takes ("Amazon API Gateway quotas"). */
const shortestIntegrationMs = 50;

const functionTimeout: Operator = {
  name: 'function-timeout',
  type: 'aws_lambda_function',
  checks,
  operations: rowsAt,
  changesOf: ({ arguments: args }) =>
    Number(args['timeout']) > shortestFunctionSeconds
      ? [
          {
            part: '',
            description: `${shortestFunctionSeconds} s instead of ${args['timeout']} s`,
            apply: ({ arguments: copy }) => {
              copy['timeout'] = shortestFunctionSeconds;
            },
          },
        ]
      : [],
};

const integrationTimeout = (type: string): Operator => ({
  name: 'integration-timeout',
  type,
  checks,
  operations: rowsAt,
  changesOf: ({ arguments: args }) =>
    args['timeout_milliseconds'] === undefined
      ? []
      : [
          {
            part: '',
            description: `${shortestIntegrationMs} ms instead of ${args['timeout_milliseconds']} ms`,
            apply: ({ arguments: copy }) => {
              copy['timeout_milliseconds'] = shortestIntegrationMs;
            },
          },
        ],
});

export const timeoutOperators: readonly Operator[] = [
  functionTimeout,
  integrationTimeout('aws_api_gateway_integration'),
  integrationTimeout('aws_apigatewayv2_integration'),
];
