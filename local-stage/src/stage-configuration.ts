import type { FunctionConfiguration } from './functions/configuration.ts';
import type { EventSourceMappingConfiguration } from './functions/event-source-mapping-configuration.ts';
import type { HttpApiConfiguration } from './gateway/http/configuration.ts';
import type { RestApiConfiguration } from './gateway/rest/configuration.ts';
import type { ApiGatewayConfiguration } from './services/apigateway/configuration.ts';
import type { UserPoolConfiguration } from './services/cognito/configuration.ts';
import type { TableConfiguration } from './services/dynamodb/configuration.ts';
import type { ScheduleConfiguration } from './services/events/configuration.ts';
import type { ResourcePolicyConfiguration, RoleConfiguration } from './services/iam/configuration.ts';
import type { BucketConfiguration } from './services/s3/configuration.ts';
import type { SecretConfiguration } from './services/secrets/configuration.ts';
import type { QueueConfiguration } from './services/sqs/configuration.ts';

/**
 * Everything that a Terraform document says, read and checked: what the stage starts. Made by the
 * resources, consumed by the engines, which know nothing of Terraform.
 */
export interface StageConfiguration {
  readonly accountId: string;
  readonly region: string;
  readonly restApis: readonly RestApiConfiguration[];
  /** API keys and usage plans, as they are told of. */
  readonly apiGateway: ApiGatewayConfiguration;
  readonly httpApis: readonly HttpApiConfiguration[];
  readonly functions: readonly FunctionConfiguration[];
  readonly eventSourceMappings: readonly EventSourceMappingConfiguration[];
  readonly schedules: readonly ScheduleConfiguration[];
  readonly roles: readonly RoleConfiguration[];
  readonly resourcePolicies: readonly ResourcePolicyConfiguration[];
  readonly queues: readonly QueueConfiguration[];
  readonly buckets: readonly BucketConfiguration[];
  readonly tables: readonly TableConfiguration[];
  readonly userPools: readonly UserPoolConfiguration[];
  readonly secrets: readonly SecretConfiguration[];
  readonly logGroupNames: readonly string[];
  /** Days that log groups keep their events, by name; one that is not here keeps them for ever. */
  readonly logGroupRetentionDays: Readonly<Record<string, number>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}
