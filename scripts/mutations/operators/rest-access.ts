import { type Check, integration, smoke } from '../check.ts';
import { type Change, type Operator, type Resource, resourcesOf } from '../mutation.ts';
import { about, aboutGate, operationsAt, operationsFor, rowsAt } from '../routes.ts';
import { recordOf, removeEntry, textsOf } from '../stack-values.ts';

/** Who may call the methods of a REST API: authorization, authorizers, API keys. */

const ofMethod = (method: Resource): readonly Check[] => {
  const operations = operationsAt(method);
  return method.name.includes('_preflights_')
    ? [smoke('cors', about(operations))]
    : [smoke('auth', aboutGate(operations))];
};
/** One route of those that ask the authorizer, and what its tokens may do. */
const ofAuthorizer = ({ name }: Resource): readonly Check[] =>
  name.includes('_partner_')
    ? [
        smoke('auth', about(operationsFor('partner').slice(0, 1))),
        smoke('access', /partner/),
        integration('partners', /a token opens/),
      ]
    : [smoke('auth', about(operationsFor('user').slice(0, 2)))];
const methodType = 'aws_api_gateway_method';
const authorizerType = 'aws_api_gateway_authorizer';

const authorizationRemoved: Operator = {
  name: 'authorization-removed',
  type: methodType,
  checks: ofMethod,
  operations: rowsAt,
  changesOf: ({ arguments: { authorization } }) =>
    authorization === 'NONE'
      ? []
      : [{ part: '', description: `${authorization} becomes NONE`, apply: (copy) => setAuthorization(copy, 'NONE') }],
};

const authorizationAdded: Operator = {
  name: 'authorization-added',
  type: methodType,
  checks: ofMethod,
  operations: rowsAt,
  changesOf: ({ arguments: { authorization } }) =>
    authorization !== 'NONE'
      ? []
      : [{ part: '', description: 'NONE becomes AWS_IAM', apply: (copy) => setAuthorization(copy, 'AWS_IAM') }],
};

const authorizerSwapped: Operator = {
  name: 'authorizer-swapped',
  type: methodType,
  checks: ofMethod,
  operations: rowsAt,
  changesOf: ({ arguments: args, document }) =>
    resourcesOf(document, authorizerType)
      .filter(({ address }) => args['authorizer_id'] !== undefined && args['authorizer_id'] !== `\${${address}.id}`)
      .map(({ address, name, arguments: authorizer }) => ({
        part: name,
        description: `the authorizer is ${address}`,
        apply: (copy) =>
          setAuthorization(
            copy,
            authorizer['type'] === 'COGNITO_USER_POOLS' ? 'COGNITO_USER_POOLS' : 'CUSTOM',
            `\${${address}.id}`,
          ),
      })),
};

const scopeDropped: Operator = {
  name: 'scope-dropped',
  type: methodType,
  checks: ofMethod,
  operations: rowsAt,
  changesOf: ({ arguments: args }) =>
    textsOf(args['authorization_scopes']).map((scope) => ({
      part: scope,
      description: `the scope ${scope} is no longer asked for`,
      apply: (copy) => removeEntry(copy.arguments, 'authorization_scopes', scope),
    })),
};

const apiKeyRequirement: Operator = {
  name: 'api-key-requirement',
  type: methodType,
  checks: ofMethod,
  operations: rowsAt,
  changesOf: ({ arguments: args }) => [
    {
      part: '',
      description: args['api_key_required'] === true ? 'no API key is required' : 'an API key is required',
      apply: (copy) => {
        copy.arguments['api_key_required'] = args['api_key_required'] !== true;
      },
    },
  ],
};

const authorizerChanged: Operator = {
  name: 'authorizer-changed',
  type: authorizerType,
  checks: ofAuthorizer,
  changesOf: (authorizer) => [...otherPools(authorizer), ...otherFunction(authorizer), ...otherSettings(authorizer)],
};

export const restAccessOperators: readonly Operator[] = [
  authorizationRemoved,
  authorizationAdded,
  authorizerSwapped,
  scopeDropped,
  apiKeyRequirement,
  authorizerChanged,
];

function setAuthorization({ arguments: args }: Resource, authorization: string, authorizerId?: string): void {
  args['authorization'] = authorization;
  delete args['authorizer_id'];
  delete args['authorization_scopes'];
  if (authorizerId !== undefined) args['authorizer_id'] = authorizerId;
}

/** A pool like the one that is asked, with nobody in it. */
function otherPools({ arguments: args }: Resource): Change[] {
  return textsOf(args['provider_arns']).map((arn) => ({
    part: `provider/${arn}`,
    description: `another user pool than ${arn} is asked`,
    apply: ({ arguments: copy, document }) => {
      const pools = recordOf(document.resource['aws_cognito_user_pool']);
      pools['mutation'] = { name: 'mutation' };
      copy['provider_arns'] = textsOf(copy['provider_arns']).map((other) =>
        other === arn ? '${aws_cognito_user_pool.mutation.arn}' : other,
      );
    },
  }));
}

function otherFunction({ arguments: args, document }: Resource): Change[] {
  const uri = args['authorizer_uri'];
  if (uri === undefined) return [];
  const other = resourcesOf(document, 'aws_lambda_function').find(({ address }) => `\${${address}.invoke_arn}` !== uri);
  if (!other) return [];
  return [
    {
      part: 'function',
      description: `the authorizer's function is ${other.address}`,
      apply: ({ arguments: copy }) => {
        copy['authorizer_uri'] = `\${${other.address}.invoke_arn}`;
      },
    },
  ];
}

function otherSettings({ arguments: args }: Resource): Change[] {
  const changes: Change[] = [
    {
      part: 'identity-source',
      description: 'the token is looked for in another header',
      apply: ({ arguments: copy }) => {
        copy['identity_source'] = 'method.request.header.X-Narrowed';
      },
    },
  ];
  if (args['identity_validation_expression'] !== undefined) {
    changes.push({
      part: 'identity-validation-expression',
      description: 'tokens of any form reach the function',
      apply: ({ arguments: copy }) => delete copy['identity_validation_expression'],
    });
  }
  if (Number(args['authorizer_result_ttl_in_seconds'] ?? 0) > 0) {
    changes.push({
      part: 'result-ttl',
      description: "the function's answer is kept for no time",
      apply: ({ arguments: copy }) => {
        copy['authorizer_result_ttl_in_seconds'] = 0;
      },
    });
  }
  return changes;
}
