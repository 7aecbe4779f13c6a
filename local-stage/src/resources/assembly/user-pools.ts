import type {
  PasswordPolicy,
  UserPoolClientConfiguration,
  UserPoolConfiguration,
} from '../../services/cognito/configuration.ts';
import { TerraformError } from '../../terraform/errors.ts';
import { awsCognitoResourceServer } from '../aws_cognito_resource_server.ts';
import { awsCognitoUserPool } from '../aws_cognito_user_pool.ts';
import { awsCognitoUserPoolClient } from '../aws_cognito_user_pool_client.ts';
import { awsCognitoUserPoolDomain } from '../aws_cognito_user_pool_domain.ts';
import { type Assembly, referred, requireUnique } from './assembly.ts';

type Client = ReturnType<typeof clientsOf>[number];

/** What a pool that states no policy asks of passwords. Source: Cognito Developer Guide, "Adding user pool password requirements". */
const defaultPasswordPolicy: PasswordPolicy = {
  minimumLength: 8,
  requireLowercase: true,
  requireUppercase: true,
  requireNumbers: true,
  requireSymbols: true,
};

/** Scopes that every pool has. Source: Cognito Developer Guide, "Scopes, M2M, and resource servers". */
const standardScopes = ['openid', 'profile', 'email', 'phone', 'aws.cognito.signin.user.admin'];

/** Source: Cognito Developer Guide, "Working with user attributes", section "Standard attributes". */
const standardAttributes = [
  'address',
  'birthdate',
  'email',
  'email_verified',
  'family_name',
  'gender',
  'given_name',
  'locale',
  'middle_name',
  'name',
  'nickname',
  'phone_number',
  'phone_number_verified',
  'picture',
  'preferred_username',
  'profile',
  'sub',
  'updated_at',
  'website',
  'zoneinfo',
];

const secondsIn = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 } as const;

export function assembleUserPools(assembly: Assembly): readonly UserPoolConfiguration[] {
  const { resources } = assembly;
  const pools = resources.all(awsCognitoUserPool);
  const parts = [
    ...resources.all(awsCognitoUserPoolClient),
    ...resources.all(awsCognitoUserPoolDomain),
    ...resources.all(awsCognitoResourceServer),
  ];
  for (const { address, args } of parts)
    referred(
      { address },
      'user_pool_id',
      args.user_pool_id,
      pools,
      ({ attributes }) => attributes.id === args.user_pool_id,
    );
  const domains = resources.all(awsCognitoUserPoolDomain);
  requireUnique(domains, 'a domain of', ({ args }) => args.user_pool_id);
  requireUnique(domains, 'the domain', ({ args }) => args.domain);
  return pools.map(({ address, args, attributes }) => ({
    address,
    id: attributes.id,
    arn: attributes.arn,
    name: args.name,
    issuer: `https://${attributes.endpoint}`,
    usernameAttributes: args.username_attributes,
    usernamesCaseSensitive: args.username_configuration[0]?.case_sensitive ?? true,
    autoVerifiedAttributes: args.auto_verified_attributes,
    customAttributes: args.schema
      .map(({ name }) => name)
      .filter((name) => !standardAttributes.includes(name))
      .map((name) => `custom:${name}`),
    adminCreateUserOnly: args.admin_create_user_config[0]?.allow_admin_create_user_only ?? false,
    passwordPolicy: passwordPolicy(args.password_policy[0]),
    clients: clientsOf(assembly, attributes.id).map((client) => clientConfiguration(assembly, client)),
    resourceServers: resourceServersOf(assembly, attributes.id),
    domain: domains.find((domain) => domain.args.user_pool_id === attributes.id)?.args.domain,
  }));
}

interface StatedPasswordPolicy {
  readonly minimum_length: number;
  readonly require_lowercase: boolean;
  readonly require_uppercase: boolean;
  readonly require_numbers: boolean;
  readonly require_symbols: boolean;
  readonly temporary_password_validity_days: number;
}

function passwordPolicy(stated: StatedPasswordPolicy | undefined): PasswordPolicy {
  if (!stated) return defaultPasswordPolicy;
  return {
    minimumLength: stated.minimum_length,
    requireLowercase: stated.require_lowercase,
    requireUppercase: stated.require_uppercase,
    requireNumbers: stated.require_numbers,
    requireSymbols: stated.require_symbols,
    // 0 leaves Cognito's own default.
    temporaryPasswordValidityDays: stated.temporary_password_validity_days || 7,
  };
}

const clientsOf = ({ resources }: Assembly, poolId: string) =>
  resources.all(awsCognitoUserPoolClient).filter(({ args }) => args.user_pool_id === poolId);

function clientConfiguration(assembly: Assembly, { address, args, attributes }: Client): UserPoolClientConfiguration {
  const units = args.token_validity_units[0] ?? { access_token: 'hours', id_token: 'hours', refresh_token: 'days' };
  const oauth = args.allowed_oauth_flows_user_pool_client;
  checkScopes(assembly, { address, args });
  return {
    address,
    id: attributes.id,
    name: args.name,
    secret: attributes.client_secret ?? undefined,
    explicitAuthFlows: args.explicit_auth_flows,
    accessTokenValiditySeconds: validity(args.access_token_validity, units.access_token, 3600),
    idTokenValiditySeconds: validity(args.id_token_validity, units.id_token, 3600),
    refreshTokenValiditySeconds: validity(args.refresh_token_validity, units.refresh_token, 30 * 86_400),
    tokenRevocation: args.enable_token_revocation,
    preventUserExistenceErrors: args.prevent_user_existence_errors === 'ENABLED',
    allowedOAuthFlows: oauth ? args.allowed_oauth_flows : [],
    allowedOAuthScopes: oauth ? args.allowed_oauth_scopes : [],
  };
}

/** No value, and 0, mean Cognito's own default. */
const validity = (value: number | null, unit: keyof typeof secondsIn, otherwise: number) =>
  value ? value * secondsIn[unit] : otherwise;

/** Cognito refuses a client whose scopes no resource server of the pool has. */
function checkScopes(assembly: Assembly, { address, args }: Pick<Client, 'address' | 'args'>): void {
  const servers = resourceServersOf(assembly, args.user_pool_id);
  const known = [
    ...standardScopes,
    ...servers.flatMap(({ identifier, scopes }) => scopes.map((scope) => `${identifier}/${scope}`)),
  ];
  const unknown = args.allowed_oauth_scopes.filter((scope) => !known.includes(scope));
  if (unknown.length > 0) {
    throw new TerraformError(
      address,
      `ScopeDoesNotExistException: invalid_scope: ${unknown.join(', ')}. Expected one of: ${known.join(', ')}`,
    );
  }
}

const resourceServersOf = ({ resources }: Assembly, poolId: string) =>
  resources
    .all(awsCognitoResourceServer)
    .filter(({ args }) => args.user_pool_id === poolId)
    .map(({ args }) => ({ identifier: args.identifier, scopes: args.scope.map(({ scope_name }) => scope_name) }));
