import { EvaluationError } from '../terraform/errors.ts';
import { block, blocks, bool, inert, oneOf, optional, refused, tagged, text, texts, wholeNumber } from './arguments.ts';
import { alphabets } from './identifiers.ts';
import { regionalArn } from './naming.ts';
import { resourceType } from './resource-type.ts';

const passwordPolicy = {
  minimum_length: optional(wholeNumber(6, 99), 8),
  require_lowercase: optional(bool, false),
  require_uppercase: optional(bool, false),
  require_numbers: optional(bool, false),
  require_symbols: optional(bool, false),
  password_history_size: refused('the local stage keeps no password history', 0),
  temporary_password_validity_days: optional(wholeNumber(0, 365), 7),
} as const;

const schemaAttribute = {
  name: text,
  attribute_data_type: oneOf('String', 'Number', 'DateTime', 'Boolean'),
  required: optional(bool, false),
  mutable: optional(bool, true),
  developer_only_attribute: refused('the local stage has no developer-only attributes', false),
  string_attribute_constraints: inert,
  number_attribute_constraints: inert,
} as const;

/** A Cognito user pool. Source: Terraform AWS provider, "Resource: aws_cognito_user_pool". */
export const awsCognitoUserPool = resourceType({
  type: 'aws_cognito_user_pool',
  arguments: {
    ...tagged,
    name: text,
    username_attributes: optional(texts, []),
    auto_verified_attributes: optional(texts, []),
    password_policy: block(passwordPolicy),
    admin_create_user_config: block({
      allow_admin_create_user_only: optional(bool, false),
      invite_message_template: inert,
    }),
    schema: blocks(schemaAttribute),
    mfa_configuration: optional(oneOf('OFF'), 'OFF'),
    username_configuration: block({ case_sensitive: bool }),
    verification_message_template: block({
      default_email_option: optional(oneOf('CONFIRM_WITH_CODE'), 'CONFIRM_WITH_CODE'),
      email_message: inert,
      email_message_by_link: inert,
      email_subject: inert,
      email_subject_by_link: inert,
      sms_message: inert,
    }),
    sign_in_policy: block({ allowed_first_auth_factors: optional(texts, ['PASSWORD']) }),
    user_pool_add_ons: block({
      advanced_security_mode: oneOf('OFF', 'AUDIT'),
      advanced_security_additional_flows: inert,
    }),
    alias_attributes: refused('the local stage has no sign-in aliases, only username_attributes'),
    device_configuration: refused('the local stage remembers no devices'),
    email_mfa_configuration: refused('the local stage has no multi-factor authentication'),
    software_token_mfa_configuration: refused('the local stage has no multi-factor authentication'),
    lambda_config: refused('the local stage runs no Cognito triggers'),
    web_authn_configuration: refused('the local stage has no passkeys'),
    account_recovery_setting: inert,
    deletion_protection: inert,
    email_configuration: inert,
    email_verification_message: inert,
    email_verification_subject: inert,
    sms_authentication_message: inert,
    sms_configuration: inert,
    sms_verification_message: inert,
    user_attribute_update_settings: inert,
    user_pool_tier: inert,
  },
  attributes: (args, context) => {
    for (const { name, required } of args.schema) {
      if (required && !args.username_attributes.includes(name)) {
        throw new EvaluationError(
          `schema: the attribute '${name}' is required at sign-up, which the local stage checks for username_attributes only`,
        );
      }
    }
    const id = `${context.region}_${context.identifiers.of('id', 9, alphabets.alphanumeric)}`;
    return {
      id,
      arn: regionalArn(context, 'cognito-idp', `userpool/${id}`),
      endpoint: `cognito-idp.${context.region}.amazonaws.com/${id}`,
      estimated_number_of_users: 0,
    };
  },
});
