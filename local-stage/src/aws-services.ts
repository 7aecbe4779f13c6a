import type { Access } from './access.ts';
import type { Clock } from './clock.ts';
import type { FaultSource } from './faults.ts';
import type { UsageLedger } from './gateway/rest/usage/usage-ledger.ts';
import type { LogGroupDirectory } from './log-groups.ts';
import { createApiGatewayControl } from './services/apigateway/apigateway.ts';
import { type Cognito, createCognito, isAnonymousCognitoRequest } from './services/cognito/cognito.ts';
import type { MessageDelivery } from './services/cognito/delivery.ts';
import { type DynamoDb, type DynamoDbDependencies, startDynamoDb } from './services/dynamodb/dynamodb.ts';
import type { TablesEngine } from './services/dynamodb/tables-engine.ts';
import type { AwsEndpoint, EndpointRecord } from './services/endpoint.ts';
import { createLogs } from './services/logs/logs.ts';
import { createS3 } from './services/s3/s3.ts';
import { createSecrets } from './services/secrets/secrets.ts';
import { createSqs, type Sqs } from './services/sqs/sqs.ts';
import type { StageConfiguration } from './stage-configuration.ts';
import type { State } from './state.ts';

/** The services that other parts of the stage use without a request. */
interface AwsServices {
  readonly cognito: Cognito;
  readonly sqs: Sqs;
  /** Names of the operations of each service, by its signing name. */
  readonly operations: ReadonlyMap<string, readonly string[]>;
  close(): Promise<void>;
}

export interface AwsServicesOptions {
  readonly clock: Clock;
  readonly endpoint: AwsEndpoint;
  readonly access: Access;
  readonly logGroups: LogGroupDirectory;
  /** What the REST APIs count of their usage plans. */
  readonly usageLedger: UsageLedger;
  /** Where they keep what they store. */
  readonly state: State;
  readonly tablesEngine: TablesEngine;
  readonly dynamodbEndpoint?: string | undefined;
  readonly onNotice: (notice: string) => void;
  readonly faults: FaultSource;
  /** Called once a request, when its answer is known. */
  readonly onCall: (record: EndpointRecord) => void;
}

/** Starts the AWS services of a configuration behind the endpoint. */
export async function startAwsServices(
  configuration: StageConfiguration,
  options: AwsServicesOptions,
): Promise<AwsServices> {
  const { accountId, region } = configuration;
  const { clock, access, endpoint, logGroups, onNotice } = options;
  const { authorization, signatureVerifier } = access;
  await using started = new AsyncDisposableStack();
  const common = { clock, state: options.state, authorization, accountId, region };
  const dynamodb = startTables(configuration, options, common);
  started.defer(async () => (await settled(dynamodb))?.close());
  const sqs = started.adopt(createSqs(configuration.queues, common), (service) => service.close());
  const cognito = started.adopt(
    createCognito(configuration.userPools, { ...common, onMessage: (delivery) => onNotice(messageNotice(delivery)) }),
    (service) => service.close(),
  );
  const s3 = createS3(configuration.buckets, { ...common, credentials: access.credentials });
  const tables = await dynamodb;
  const services = [
    cognito,
    createApiGatewayControl(configuration.apiGateway, { ...common, usageLedger: options.usageLedger }),
    createLogs({ logGroups, retentionDays: configuration.logGroupRetentionDays, ...common }),
    createSecrets(configuration.secrets, common),
    s3,
    sqs,
    ...(tables ? [tables] : []),
  ];
  endpoint.serve({
    services,
    anonymous: (request) => {
      if (isAnonymousCognitoRequest(request)) return cognito;
      return s3.takesUnsigned(request) ? s3 : undefined;
    },
    signatureVerifier,
    clock,
    faults: options.faults,
    onRequest: options.onCall,
  });
  const operations = new Map(services.map((service) => [service.signingName, service.operations.names]));
  const running = started.move();
  return { cognito, sqs, operations, close: () => running.disposeAsync() };
}

/** Starts DynamoDB, which takes longest, while the other services start; without tables there is none. */
async function startTables(
  { tables }: StageConfiguration,
  { dynamodbEndpoint, tablesEngine }: AwsServicesOptions,
  dependencies: Omit<DynamoDbDependencies, 'endpoint' | 'engine'>,
): Promise<DynamoDb | undefined> {
  if (tables.length === 0) return undefined;
  return startDynamoDb(
    tables,
    dynamodbEndpoint === undefined
      ? { ...dependencies, engine: tablesEngine }
      : { ...dependencies, endpoint: dynamodbEndpoint },
  );
}

/** What a promise came to; nothing where it failed, which whoever awaits it reports. */
async function settled<T>(promise: Promise<T>): Promise<T | undefined> {
  const [outcome] = await Promise.allSettled([promise]);
  return outcome?.status === 'fulfilled' ? outcome.value : undefined;
}

function messageNotice({ reason, medium, destination, code }: MessageDelivery): string {
  const what = reason === 'AdminCreateUser' ? 'temporary password' : 'code';
  return `${medium === 'EMAIL' ? 'mail' : 'text message'} to ${destination} (${reason}): the ${what} is ${code}`;
}
