import { describe, expect, it } from 'vitest';
import { at } from '../testing/document.ts';
import { synthesize } from '../testing/synthesize.ts';

const document = synthesize();

describe('the user pool', () => {
  it('knows users by their email address, which alone recovers an account', () => {
    expect(at(document, 'aws_cognito_user_pool.user-pool')).toMatchObject({
      username_attributes: ['email'],
      auto_verified_attributes: ['email'],
      account_recovery_setting: { recovery_mechanism: [{ name: 'verified_email', priority: 1 }] },
      admin_create_user_config: { allow_admin_create_user_only: false },
    });
  });
});

describe("the web application's client", () => {
  const client = at(document, 'aws_cognito_user_pool_client.app-client');

  it('signs users in by password or SRP, and does not tell who exists', () => {
    expect(client).toMatchObject({
      generate_secret: false,
      explicit_auth_flows: ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH'],
      prevent_user_existence_errors: 'ENABLED',
      enable_token_revocation: true,
    });
  });

  it('gives tokens for an hour and renews them for 30 days', () => {
    expect(client).toMatchObject({
      access_token_validity: 1,
      id_token_validity: 1,
      refresh_token_validity: 30,
      token_validity_units: [{ access_token: 'hours', id_token: 'hours', refresh_token: 'days' }],
    });
  });
});

describe("the contact desk's client", () => {
  it('gets tokens with the scope contacts/read for its own credentials, and signs no user in', () => {
    expect(at(document, 'aws_cognito_resource_server.contacts-resource-server')).toMatchObject({
      identifier: 'contacts',
      scope: [{ scope_name: 'read' }],
    });
    expect(at(document, 'aws_cognito_user_pool_client.contacts-client')).toMatchObject({
      name: 'contacts-reader',
      generate_secret: true,
      allowed_oauth_flows_user_pool_client: true,
      allowed_oauth_flows: ['client_credentials'],
      allowed_oauth_scopes: ['${aws_cognito_resource_server.contacts-resource-server.identifier}/read'],
      explicit_auth_flows: ['ALLOW_REFRESH_TOKEN_AUTH'],
    });
  });
});
