import { checksOfHandler, independentRowsAt } from '../handlers.ts';
import { type Operator, resourcesOf } from '../mutation.ts';

/** Which function answers a method or route, and in which form it is asked. */

const otherFunction = (type: string, argument: string): Operator => ({
  name: 'integration-swapped',
  type,
  checks: checksOfHandler,
  operations: independentRowsAt,
  changesOf: ({ arguments: args, document }) => {
    const uris = resourcesOf(document, type).map((resource) => resource.arguments[argument]);
    const other = uris.find((uri) => uri !== undefined && uri !== args[argument]);
    if (args[argument] === undefined || other === undefined) return [];
    return [
      {
        part: '',
        description: `the function is ${other}`,
        apply: ({ arguments: copy }) => {
          copy[argument] = other;
        },
      },
    ];
  },
});

const payloadFormat: Operator = {
  name: 'payload-format',
  type: 'aws_apigatewayv2_integration',
  checks: checksOfHandler,
  operations: independentRowsAt,
  changesOf: ({ arguments: args }) =>
    args['payload_format_version'] === '2.0'
      ? [
          {
            part: '',
            description: 'the function is asked with payload format 1.0',
            apply: ({ arguments: copy }) => {
              copy['payload_format_version'] = '1.0';
            },
          },
        ]
      : [],
};

export const integrationOperators: readonly Operator[] = [
  otherFunction('aws_api_gateway_integration', 'uri'),
  otherFunction('aws_apigatewayv2_integration', 'integration_uri'),
  payloadFormat,
];
