import { type Check, integration, smoke } from '../check.ts';
import { type Operator, type Resource, removal } from '../mutation.ts';
import { recordOf } from '../stack-values.ts';

/** How the gateway's own errors read. */

const type = 'aws_api_gateway_gateway_response';
const checks = ({ name }: Resource): readonly Check[] => [
  ...(name.includes('THROTTLED') ? [smoke('throttling')] : []),
  ...(name.includes('QUOTA') ? [smoke('quota')] : []),
  ...(name.includes('DEFAULT_5XX') ? [integration('gateway-errors')] : []),
  ...(name.includes('EXPIRED_TOKEN') ? [integration('token-expiry.clock')] : []),
  smoke('cors', /^the gateway's own errors/),
];

const responseRemoved = {
  ...removal('gateway-response-removed', type, checks, "the answer is the gateway's default"),
  isOfThrottles: true,
} satisfies Operator;

const responseParameter: Operator = {
  name: 'gateway-response-parameter',
  type,
  checks,
  isOfThrottles: true,
  changesOf: ({ arguments: args }) =>
    Object.keys(recordOf(args['response_parameters'])).map((name) => ({
      part: name,
      description: `${args['response_type']} has no ${name.slice(name.lastIndexOf('.') + 1)}`,
      apply: ({ arguments: copy }) => delete recordOf(copy['response_parameters'])[name],
    })),
};

const responseTemplate: Operator = {
  name: 'gateway-response-template',
  type,
  checks,
  isOfThrottles: true,
  changesOf: ({ arguments: args }) =>
    Object.keys(recordOf(args['response_templates'])).map((contentType) => ({
      part: contentType,
      description: `${args['response_type']} has another body`,
      apply: ({ arguments: copy }) => {
        // Without one, the answer has the gateway's default body, which is the very same.
        recordOf(copy['response_templates'])[contentType] = '{"narrowed":$context.error.messageString}';
      },
    })),
};

export const gatewayResponseOperators: readonly Operator[] = [responseRemoved, responseParameter, responseTemplate];
