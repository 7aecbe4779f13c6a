import { smoke } from '../check.ts';
import { type Operator, removal } from '../mutation.ts';
import { about, operationsFor } from '../routes.ts';
import { blocksOf, removeEntry, textsOf } from '../stack-values.ts';

/** Who can sign up and in, with what, and for how long. */

const checks = () => [
  smoke('sign-in'),
  smoke('lifetimes', /stays signed in/),
  smoke('auth', about([...operationsFor('user').slice(0, 1), ...operationsFor('jwt')])),
];
const poolType = 'aws_cognito_user_pool';
const clientType = 'aws_cognito_user_pool_client';

const passwordPolicy: Operator = {
  name: 'password-policy',
  type: poolType,
  checks,
  changesOf: ({ arguments: args }) =>
    blocksOf(args['password_policy'])
      .flatMap((policy) => [
        ...Object.keys(policy)
          .filter((rule) => policy[rule] === true)
          .map((rule) => ({ rule, value: false })),
        ...(policy['minimum_length'] === undefined ? [] : [{ rule: 'minimum_length', value: 6 }]),
      ])
      .map(({ rule, value }) => ({
        part: rule,
        description: `${rule} is ${value}`,
        apply: ({ arguments: copy }) => {
          for (const policy of blocksOf(copy['password_policy'])) policy[rule] = value;
        },
      })),
};

const authenticationFlow: Operator = {
  name: 'authentication-flow',
  type: clientType,
  checks,
  changesOf: ({ arguments: args }) =>
    textsOf(args['explicit_auth_flows']).map((flow) => ({
      part: flow,
      description: `the client has no ${flow}`,
      apply: ({ arguments: copy }) => removeEntry(copy, 'explicit_auth_flows', flow),
    })),
};

const clientSetting: Operator = {
  name: 'client-setting',
  type: clientType,
  checks,
  changesOf: ({ arguments: args }) =>
    Object.entries({
      enable_token_revocation: false,
      prevent_user_existence_errors: 'LEGACY',
      access_token_validity: 5,
      id_token_validity: 5,
      refresh_token_validity: 60,
    })
      .filter(([name]) => args[name] !== undefined)
      .map(([name, value]) => ({
        part: name,
        description: `${name} is ${value}`,
        apply: ({ arguments: copy }) => {
          copy[name] = value;
        },
      })),
};

const clientScope: Operator = {
  name: 'client-scope',
  type: clientType,
  checks,
  changesOf: ({ arguments: args }) =>
    ['allowed_oauth_scopes', 'allowed_oauth_flows'].flatMap((list) =>
      textsOf(args[list]).map((entry) => ({
        part: `${list}/${entry}`,
        description: `${list} has no ${entry}`,
        apply: ({ arguments: copy }) => removeEntry(copy, list, entry),
      })),
    ),
};

const resourceServerRemoved = removal(
  'resource-server-removed',
  'aws_cognito_resource_server',
  checks,
  'the scopes of the resource server do not exist',
);

const poolDomainRemoved = removal(
  'user-pool-domain-removed',
  'aws_cognito_user_pool_domain',
  checks,
  'the pool has no token endpoint',
);

export const userPoolOperators: readonly Operator[] = [
  passwordPolicy,
  authenticationFlow,
  clientSetting,
  clientScope,
  resourceServerRemoved,
  poolDomainRemoved,
];
