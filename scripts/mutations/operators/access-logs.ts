import { smoke } from '../check.ts';
import type { Operator } from '../mutation.ts';

/** What the log says of requests. */

const accessLogRemoved = (type: string): Operator => ({
  name: 'access-log-removed',
  type,
  checks: ({ name }) => [smoke('request-ids', name.startsWith('task-api') ? /task-api/ : /public-api/)],
  changesOf: ({ arguments: args }) =>
    args['access_log_settings'] === undefined
      ? []
      : [
          {
            part: '',
            description: 'the stage writes no access log',
            apply: ({ arguments: copy }) => delete copy['access_log_settings'],
          },
        ],
});

export const accessLogOperators: readonly Operator[] = [
  accessLogRemoved('aws_api_gateway_stage'),
  accessLogRemoved('aws_apigatewayv2_stage'),
];
