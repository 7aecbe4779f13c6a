import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret/index.js';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version/index.js';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import type { Environment } from '../environment.ts';
import { type Grantable, grantable } from './grants.ts';
import { resourceName } from './names.ts';
import { ServiceFunction } from './service-function.ts';

export interface PartnerAccessProps {
  readonly environment: Environment;
  readonly bundles: string;
  /** Name of the API that partners call with a token. */
  readonly tokenService: string;
  /** Name of the API that partners send their events to. */
  readonly webhookService: string;
}

/** The secret that partners' tokens and webhooks are signed with, and the functions that check them. */
export class PartnerAccess extends Construct {
  readonly secret: SecretsmanagerSecret;
  readonly secretAccess: Grantable;
  readonly tokenAuthorizer: ServiceFunction;
  readonly webhookAuthorizer: ServiceFunction;

  constructor(scope: Construct, id: string, { environment, bundles, ...props }: PartnerAccessProps) {
    super(scope, id);
    this.secret = new SecretsmanagerSecret(this, 'token-secret', {
      name: resourceName(environment, 'partner-token-secret'),
      description: "Signs partners' tokens and webhooks (HMAC SHA-256)",
      // A deleted secret keeps its name until the window ends; 0 lets an environment be made again at once.
      recoveryWindowInDays: environment.deletionProtection ? 30 : 0,
    });
    this.secret.overrideLogicalId('partner-token-secret');
    this.writeFirstValue();
    const variables = { PARTNER_TOKEN_SECRET_ARN: this.secret.arn };
    this.secretAccess = grantable({
      sid: 'PartnerTokenSecret',
      service: 'secretsmanager',
      arn: this.secret.arn,
      variables,
    });
    const statements = this.secretAccess.statements(['GetSecretValue']);
    this.tokenAuthorizer = new ServiceFunction(this, 'authorizer', {
      environment,
      bundles,
      service: props.tokenService,
      name: 'partnerAuthorizer',
      description: "Checks partners' tokens",
      grants: { variables, statements },
    });
    this.webhookAuthorizer = new ServiceFunction(this, 'webhook-authorizer', {
      environment,
      bundles,
      service: props.webhookService,
      name: 'webhookAuthorizer',
      description: "Checks the signatures of partners' webhooks",
      grants: { variables: { ...variables, WEBHOOK_SOURCES: environment.webhookSources.join(',') }, statements },
    });
  }

  /**
   * Terraform makes the value and forgets it: an ephemeral resource into a write-only argument is
   * in no plan and no state. CDKTF has no type for ephemeral resources, hence the override.
   */
  private writeFirstValue(): void {
    const type = 'aws_secretsmanager_random_password';
    TerraformStack.of(this).addOverride(`ephemeral.${type}.partner-token-secret`, {
      password_length: 64,
      exclude_punctuation: true,
    });
    const version = new SecretsmanagerSecretVersion(this, 'first-value', {
      secretId: this.secret.id,
      secretStringWo: `\${ephemeral.${type}.partner-token-secret.random_password}`,
      // The value is written again only when this number changes.
      secretStringWoVersion: 1,
    });
    version.overrideLogicalId('partner-token-secret-value');
  }
}
