import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret/index.js';
import { SecretsmanagerSecretVersion } from '@cdktf/provider-aws/lib/secretsmanager-secret-version/index.js';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import type { Environment } from '../environment.ts';
import type { Grantable } from './grants.ts';
import { resourceName } from './names.ts';
import type { Statement } from './policy.ts';
import { ServiceFunction } from './service-function.ts';

export interface PartnerAccessProps {
  readonly environment: Environment;
  readonly bundles: string;
  /** Name of the API that partners call. */
  readonly service: string;
}

/** The secret that partners' tokens are signed with, and the function that checks them. */
export class PartnerAccess extends Construct implements Grantable {
  readonly secret: SecretsmanagerSecret;
  readonly authorizer: ServiceFunction;
  readonly variables: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: PartnerAccessProps) {
    super(scope, id);
    this.secret = new SecretsmanagerSecret(this, 'token-secret', {
      name: resourceName(props.environment, 'partner-token-secret'),
      description: "Signs partners' tokens (HS256)",
      // A deleted secret keeps its name until the window ends; 0 lets an environment be made again at once.
      recoveryWindowInDays: props.environment.deletionProtection ? 30 : 0,
    });
    this.secret.overrideLogicalId('partner-token-secret');
    this.writeFirstValue();
    this.variables = { PARTNER_TOKEN_SECRET_ARN: this.secret.arn };
    this.authorizer = new ServiceFunction(this, 'authorizer', {
      ...props,
      name: 'partnerAuthorizer',
      description: "Checks partners' tokens",
      grants: { variables: this.variables, statements: this.statements(['GetSecretValue']) },
    });
  }

  statements(actions: readonly string[]): readonly Statement[] {
    const prefixed = actions.map((action) => `secretsmanager:${action}`);
    return [{ sid: 'PartnerTokenSecret', actions: prefixed, resources: [this.secret.arn] }];
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
