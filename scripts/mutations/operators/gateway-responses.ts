import { type Operator, removal } from '../mutation.ts';
import { recordOf } from '../stack-values.ts';

/** How the gateway's own errors read. */

const type = 'aws_api_gateway_gateway_response';
const suites = ['cors', 'throttling', 'access'];

const responseRemoved = removal('gateway-response-removed', type, suites, "the answer is the gateway's default");

const responseParameter: Operator = {
  name: 'gateway-response-parameter',
  type,
  suites,
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
  suites,
  changesOf: ({ arguments: args }) =>
    Object.keys(recordOf(args['response_templates'])).map((contentType) => ({
      part: contentType,
      description: `${args['response_type']} has the default body`,
      apply: ({ arguments: copy }) => delete recordOf(copy['response_templates'])[contentType],
    })),
};

export const gatewayResponseOperators: readonly Operator[] = [responseRemoved, responseParameter, responseTemplate];
