import { EvaluationError } from '../terraform/errors.ts';
import { block, bool, inert, oneOf, optional, refused, text, texts, wholeNumber } from './arguments.ts';
import { alphabets } from './identifiers.ts';
import { resourceType } from './resource-type.ts';

const timeUnit = oneOf('seconds', 'minutes', 'hours', 'days');

/** What the pool does for a client that names no flows. Source: Cognito API Reference, "CreateUserPoolClient", ExplicitAuthFlows. */
const defaultAuthFlows = ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'];

/** An app client of a user pool. Source: Terraform AWS provider, "Resource: aws_cognito_user_pool_client". */
export const awsCognitoUserPoolClient = resourceType({
  type: 'aws_cognito_user_pool_client',
  arguments: {
    name: text,
    user_pool_id: text,
    generate_secret: optional(bool, false),
    explicit_auth_flows: optional(texts, defaultAuthFlows),
    access_token_validity: optional(wholeNumber(0, 86_400)),
    id_token_validity: optional(wholeNumber(0, 86_400)),
    refresh_token_validity: optional(wholeNumber(0, 315_360_000)),
    token_validity_units: block({
      access_token: optional(timeUnit, 'hours'),
      id_token: optional(timeUnit, 'hours'),
      refresh_token: optional(timeUnit, 'days'),
    }),
    enable_token_revocation: optional(bool, true),
    prevent_user_existence_errors: optional(oneOf('ENABLED', 'LEGACY'), 'LEGACY'),
    allowed_oauth_flows: optional(texts, []),
    allowed_oauth_flows_user_pool_client: optional(bool, false),
    allowed_oauth_scopes: optional(texts, []),
    supported_identity_providers: optional(texts, []),
    refresh_token_rotation: block({ feature: oneOf('DISABLED'), retry_grace_period_seconds: inert }),
    analytics_configuration: inert,
    auth_session_validity: refused('the local stage ends the session of a challenge after 3 minutes', 3),
    callback_urls: inert,
    default_redirect_uri: inert,
    enable_propagate_additional_user_context_data: inert,
    logout_urls: inert,
    read_attributes: refused('the local stage lets a client read every attribute'),
    write_attributes: refused('the local stage lets a client write every attribute'),
  },
  attributes: (args, context) => {
    const providers = args.supported_identity_providers.filter((provider) => provider !== 'COGNITO');
    if (providers.length > 0) {
      throw new EvaluationError(`argument 'supported_identity_providers': ${providers.join(', ')}. Expected: COGNITO`);
    }
    if (args.allowed_oauth_flows.includes('client_credentials') && !args.generate_secret) {
      throw new EvaluationError(
        'client_credentials flow can not be selected if client does not have a client secret. Expected: generate_secret = true',
      );
    }
    const { identifiers } = context;
    return {
      id: identifiers.of('id', 26, alphabets.lowerCaseAndDigits),
      client_secret: args.generate_secret ? identifiers.of('secret', 51, alphabets.lowerCaseAndDigits) : null,
    };
  },
});
