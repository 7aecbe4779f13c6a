import { type Check, integration, smoke } from '../check.ts';
import type { Operator, Resource } from '../mutation.ts';
import { about, aboutGate, operationsAt, operationsFor, rowsAt } from '../routes.ts';
import { blocksOf, removeEntry, textsOf } from '../stack-values.ts';

/** Who may call the routes of an HTTP API: authorization and authorizers. */

const ofRoute = (resource: Resource): readonly Check[] => [smoke('auth', aboutGate(operationsAt(resource)))];
const ofAuthorizer = ({ name }: Resource): readonly Check[] =>
  name.includes('jwt')
    ? [smoke('auth', about(operationsFor('jwt')))]
    : [
        smoke('auth', about(operationsFor('webhook'))),
        integration('webhooks', /refuses who is not the partner/),
        integration('webhook-replay.clock'),
      ];
const routeType = 'aws_apigatewayv2_route';
const authorizerType = 'aws_apigatewayv2_authorizer';

const authorizationRemoved: Operator = {
  name: 'http-authorization-removed',
  type: routeType,
  checks: ofRoute,
  operations: rowsAt,
  changesOf: ({ arguments: { authorization_type: authorization } }) =>
    authorization === undefined || authorization === 'NONE'
      ? []
      : [{ part: '', description: `${authorization} becomes NONE`, apply: (copy) => setAuthorization(copy, 'NONE') }],
};

const authorizationAdded: Operator = {
  name: 'http-authorization-added',
  type: routeType,
  checks: ofRoute,
  operations: rowsAt,
  changesOf: ({ arguments: { authorization_type: authorization } }) =>
    authorization === undefined || authorization === 'NONE'
      ? [{ part: '', description: 'NONE becomes AWS_IAM', apply: (copy) => setAuthorization(copy, 'AWS_IAM') }]
      : [],
};

const scopeDropped: Operator = {
  name: 'http-scope-dropped',
  type: routeType,
  checks: ofRoute,
  operations: rowsAt,
  changesOf: ({ arguments: args }) =>
    textsOf(args['authorization_scopes']).map((scope) => ({
      part: scope,
      description: `the scope ${scope} is no longer asked for`,
      apply: (copy) => removeEntry(copy.arguments, 'authorization_scopes', scope),
    })),
};

const audienceChanged: Operator = {
  name: 'http-authorizer-audience',
  type: authorizerType,
  checks: ofAuthorizer,
  changesOf: ({ arguments: args }) =>
    blocksOf(args['jwt_configuration']).flatMap((block) =>
      textsOf(block['audience']).map((audience) => ({
        part: audience,
        description: `tokens for another client than ${audience} are taken`,
        apply: ({ arguments: copy }) => {
          for (const jwt of blocksOf(copy['jwt_configuration'])) {
            jwt['audience'] = textsOf(jwt['audience']).map((other) => (other === audience ? 'narrowed' : other));
          }
        },
      })),
    ),
};

const identitySourceRemoved: Operator = {
  name: 'http-authorizer-identity-source',
  type: authorizerType,
  checks: ofAuthorizer,
  changesOf: ({ arguments: args }) =>
    textsOf(args['identity_sources']).map((source) => ({
      part: source,
      description: `${source} is no longer needed to ask the authorizer`,
      apply: ({ arguments: copy }) => removeEntry(copy, 'identity_sources', source),
    })),
};

const resultKept: Operator = {
  name: 'http-authorizer-cache',
  type: authorizerType,
  checks: ofAuthorizer,
  changesOf: ({ arguments: args }) =>
    args['authorizer_type'] !== 'REQUEST'
      ? []
      : [
          {
            part: '',
            description: "the function's answer is kept for an hour",
            apply: ({ arguments: copy }) => {
              copy['authorizer_result_ttl_in_seconds'] = 3600;
            },
          },
        ],
};

export const httpAccessOperators: readonly Operator[] = [
  authorizationRemoved,
  authorizationAdded,
  scopeDropped,
  audienceChanged,
  identitySourceRemoved,
  resultKept,
];

function setAuthorization({ arguments: args }: Resource, authorization: string): void {
  args['authorization_type'] = authorization;
  delete args['authorizer_id'];
  delete args['authorization_scopes'];
}
