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
  /**
   * Whether `Ann@example.com` and `ann@example.com` are two users (`username_configuration`).
   *
   * @default true, as pools made through the API (Amazon Cognito Developer Guide, "User pool case sensitivity")
   */
  readonly usernamesCaseSensitive?: boolean;
  readonly autoVerifiedAttributes: readonly string[];
  /** Names of the attributes that `schema` adds to the standard ones, `custom:team`. @default none */
  readonly customAttributes?: readonly string[];
  /** Whether only administrators create users; sign-up is then refused. */
  readonly adminCreateUserOnly: boolean;
  readonly passwordPolicy: PasswordPolicy;
  readonly clients: readonly UserPoolClientConfiguration[];
  /** A scope is named without its server's identifier: `read`, which tokens carry as `contacts/read`. */
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
  /** Days in which a password that an administrator set has to be used. @default 7 */
  readonly temporaryPasswordValidityDays?: number;
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
