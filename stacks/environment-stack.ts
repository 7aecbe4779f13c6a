import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity/index.js';
import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { type ApiTable, checkOperationIds } from '../contracts/route-table.ts';
import type { StageOutputs } from '../contracts/stage-outputs.ts';
import { ExportJobs } from './constructs/export-jobs.ts';
import type { Grantables } from './constructs/grants.ts';
import { HttpApi } from './constructs/http-api.ts';
import { Identity } from './constructs/identity.ts';
import { Monitoring } from './constructs/monitoring.ts';
import { resourceName } from './constructs/names.ts';
import { PartnerAccess } from './constructs/partner-access.ts';
import { RestApi } from './constructs/rest-api.ts';
import { Storage } from './constructs/storage.ts';
import { Sweepers } from './constructs/sweepers.ts';
import { configureTerraform } from './constructs/terraform-settings.ts';
import { UsagePlan } from './constructs/usage-plan.ts';
import { WebFirewall } from './constructs/web-firewall.ts';
import type { Environment } from './environment.ts';

export interface EnvironmentStackProps {
  readonly environment: Environment;
  readonly taskApi: ApiTable;
  readonly publicApi: ApiTable;
  /** Folder of the functions' bundles, from the working directory. */
  readonly bundles: string;
}

/** Everything of one environment. No stack of another environment is needed or touched. */
export class EnvironmentStack extends TerraformStack {
  /**
   * @throws {RouteTableError} if the tables share an operation id.
   * @throws {MissingBundleError} if a function's bundle was not built.
   */
  constructor(scope: Construct, id: string, { environment, taskApi, publicApi, bundles }: EnvironmentStackProps) {
    super(scope, id);
    checkOperationIds([taskApi, publicApi]);
    configureTerraform(this, { ...environment, stateBucket: environment.stateBucket });
    const { accountId } = new DataAwsCallerIdentity(this, 'account');
    const service = taskApi.name;

    const identity = new Identity(this, 'identity', environment, accountId);
    const storage = new Storage(this, 'storage', environment, accountId);
    const partnerAccess = new PartnerAccess(this, 'partner-access', {
      environment,
      bundles,
      tokenService: service,
      webhookService: publicApi.name,
    });
    const exportJobs = new ExportJobs(this, 'export-jobs', { environment, bundles, service, storage });
    const sweepers = new Sweepers(this, 'sweepers', { environment, bundles, service, storage, exportJobs });
    const grantables: Grantables = {
      table: storage.table,
      tableIndex: storage.table.index,
      exportQueue: exportJobs.queueAccess,
      exportDeadLetterQueue: exportJobs.deadLetterQueueAccess,
      exportsBucket: storage.exports,
      attachmentsBucket: storage.attachments,
      userPool: identity.userPoolAccess,
      userPoolClient: identity.appClientAccess,
      partnerTokenSecret: partnerAccess.secretAccess,
    };

    const restApi = new RestApi(this, taskApi.name, {
      environment,
      table: taskApi,
      bundles,
      grantables,
      users: identity.appTokens,
      partnerAuthorizer: partnerAccess.tokenAuthorizer,
    });
    const { stage } = restApi;
    const plans = {
      partner: new UsagePlan(this, 'partner-plan', {
        environment,
        holder: 'partner',
        limits: environment.partnerPlan,
        stage,
      }),
      smoke: new UsagePlan(this, 'smoke-plan', { environment, holder: 'smoke', limits: environment.smokePlan, stage }),
    };
    if (environment.webFirewall) new WebFirewall(this, 'web-firewall', resourceName(environment, service), stage.arn);
    const httpApi = new HttpApi(this, publicApi.name, {
      environment,
      table: publicApi,
      bundles,
      grantables,
      tokens: identity.contactsTokens,
      webhookAuthorizer: partnerAccess.webhookAuthorizer,
    });
    new Monitoring(this, 'monitoring', {
      environment,
      apis: { [taskApi.name]: restApi.metrics, [publicApi.name]: httpApi.metrics },
      service,
      functions: [
        ...restApi.handlers,
        ...httpApi.handlers,
        partnerAccess.tokenAuthorizer,
        partnerAccess.webhookAuthorizer,
        exportJobs.worker,
        ...sweepers.functions,
      ],
      queueName: exportJobs.queue.name,
      deadLetterQueueName: exportJobs.deadLetterQueue.name,
    });

    this.#tell({
      taskApiUrl: stage.invokeUrl,
      publicApiUrl: httpApi.stage.invokeUrl,
      region: environment.region,
      userPoolId: identity.userPool.id,
      userPoolClientId: identity.appClient.id,
      tokenEndpoint: identity.tokenEndpoint,
      contactsClientId: identity.contactsClient.id,
      partnerApiKeyId: plans.partner.key.id,
      smokeApiKeyId: plans.smoke.key.id,
      partnerTokenSecretArn: partnerAccess.secret.arn,
      tableName: storage.table.table.name,
      exportQueueUrl: exportJobs.queue.url,
      exportDeadLetterQueueUrl: exportJobs.deadLetterQueue.url,
      exportsBucket: storage.exports.bucket.bucket,
      attachmentsBucket: storage.attachments.bucket.bucket,
    });
  }

  #tell(outputs: StageOutputs): void {
    for (const [name, value] of Object.entries(outputs)) {
      new TerraformOutput(this, name, { value, staticId: true });
    }
  }
}
