/** What one `aws_cognito_user_pool`, its clients, resource servers and domain say. */
export interface UserPoolConfiguration {
  readonly address: string;
  readonly id: string;
  readonly arn: string;
  readonly name: string;
  /** `https://cognito-idp.{region}.amazonaws.com/{id}`: the `iss` of its tokens. */
  readonly issuer: string;
  /** Attributes that serve as user name: `email`, `phone_number`. */
  readonly usernameAttributes: readonly string[];
  readonly autoVerifiedAttributes: readonly string[];
  /** Whether only administrators create users; sign-up is then refused. */
  readonly adminCreateUserOnly: boolean;
  readonly passwordPolicy: PasswordPolicy;
  readonly clients: readonly UserPoolClientConfiguration[];
  readonly resourceServers: readonly { readonly identifier: string; readonly scopes: readonly string[] }[];
  /** Domain prefix of the token endpoint. */
  readonly domain: string | undefined;
}

export interface PasswordPolicy {
  readonly minimumLength: number;
  readonly requireLowercase: boolean;
  readonly requireUppercase: boolean;
  readonly requireNumbers: boolean;
  readonly requireSymbols: boolean;
}

export interface UserPoolClientConfiguration {
  readonly address: string;
  readonly id: string;
  readonly name: string;
  /** Absent for a public client. */
  readonly secret: string | undefined;
  /** `ALLOW_USER_PASSWORD_AUTH`, `ALLOW_USER_SRP_AUTH`, `ALLOW_REFRESH_TOKEN_AUTH`, ... */
  readonly explicitAuthFlows: readonly string[];
  readonly accessTokenValiditySeconds: number;
  readonly idTokenValiditySeconds: number;
  readonly refreshTokenValiditySeconds: number;
  readonly tokenRevocation: boolean;
  /** Whether sign-in errors hide that a user does not exist (`ENABLED`). */
  readonly preventUserExistenceErrors: boolean;
  readonly allowedOAuthFlows: readonly string[];
  readonly allowedOAuthScopes: readonly string[];
}
