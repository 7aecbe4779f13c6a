import { crc32 } from 'node:zlib';
import type { Clock } from '../../clock.ts';
import type { State } from '../../state.ts';
import { AccessDenied, type Authorization } from '../iam/authorization.ts';
import { jsonError, parseJsonBody, parseTarget } from '../json-protocol.ts';
import { AwsError, type AwsService, type ServiceRequest, type ServiceResponse } from '../service.ts';
import { jsonOperations } from '../service-operations.ts';
import type { TableConfiguration } from './configuration.ts';
import { asRecord, textOf } from './documents.ts';
import { createEngineClient, type EngineClient } from './engine-client.ts';
import type { EngineProcess } from './engine-process.ts';
import { operations } from './operations.ts';
import { createTableDirectory, type TableDirectory } from './table-directory.ts';
import { ensureTable } from './tables.ts';
import { createTablesEngine, databasePathOf, type TablesEngine } from './tables-engine.ts';
import { startTimeToLive } from './time-to-live.ts';

export interface DynamoDbDependencies {
  /** With a folder, the tables survive a restart. */
  readonly state: State;
  readonly authorization: Authorization;
  /** By which items expire. */
  readonly clock: Clock;
  /** URL of a DynamoDB-compatible server. @default the dynoxide engine */
  readonly endpoint?: string;
  /** The engine, if it is to run on after the service has closed. @default one of the service's own */
  readonly engine?: TablesEngine;
  /** Told of a sweep for expired items that failed. @default written to stderr */
  readonly onDefect?: (defect: unknown) => void;
}

/** DynamoDB as a service of the stage. */
export interface DynamoDb extends AwsService {
  /** URL of the engine behind it, which asks for no permissions. */
  readonly endpoint: string;
  /** Ends the engine that is its own. */
  close(): Promise<void>;
}

/**
 * Starts DynamoDB with the tables of the Terraform: IAM and the operations' permissions are the
 * stage's, everything else is the engine's.
 *
 * @param tables at least one.
 * @throws {EngineMissing | TableSchemaChanged}
 */
export async function startDynamoDb(
  tables: readonly TableConfiguration[],
  dependencies: DynamoDbDependencies,
): Promise<DynamoDb> {
  const directory = createTableDirectory(tables);
  const kept = databasePathOf(dependencies.state);
  const tablesEngine = dependencies.engine ?? createTablesEngine(dependencies.state);
  const engine = dependencies.endpoint === undefined ? await tablesEngine.start() : undefined;
  const end = async () => {
    client.close();
    if (!dependencies.engine) await tablesEngine.close();
  };
  const endpoint = dependencies.endpoint ?? engine?.endpoint ?? '';
  const client = createEngineClient(endpoint, directory.region);
  try {
    await Promise.all(tables.map((table) => ensureTable(table, client, kept ?? endpoint)));
  } catch (error) {
    await end();
    throw error;
  }
  const stopTimeToLive = startTimeToLive(tables, client, dependencies.clock, dependencies.onDefect ?? writeDefect);
  return {
    signingName: 'dynamodb',
    jsonTarget: 'DynamoDB_20120810',
    operations: jsonOperations(Object.keys(operations), throughputExceeded),
    endpoint,
    renderError,
    handle: (request) => handle(request, { directory, client, engine, authorization: dependencies.authorization }),
    async close() {
      await stopTimeToLive();
      await end();
    },
  };
}

interface Context {
  readonly directory: TableDirectory;
  readonly client: EngineClient;
  readonly engine: EngineProcess | undefined;
  readonly authorization: Authorization;
}

async function handle(request: ServiceRequest, context: Context): Promise<ServiceResponse> {
  try {
    const { operation, input } = authorize(request, context);
    const ending = context.engine?.ended();
    if (ending !== undefined) throw new Error(ending);
    // What goes on is what was read and authorised, not the bytes, which might be read differently.
    const answer = await context.client.send(operation, JSON.stringify(input));
    const body = operation === 'DescribeTable' ? withStageArns(answer.body, context.directory) : answer.body;
    return respond(answer.status, body, request.requestId);
  } catch (error) {
    if (error instanceof AwsError) return renderError(error, request.requestId);
    if (error instanceof AccessDenied) return renderDenied(error, request.requestId);
    throw error;
  }
}

function authorize(request: ServiceRequest, { directory, authorization }: Context) {
  const operation = operationOf(request);
  const input = parseJsonBody(request);
  for (const { action, resource, context } of operations[operation]?.(input, directory) ?? []) {
    authorization.require(request.caller, action, resource, context);
  }
  return { operation, input };
}

function operationOf(request: ServiceRequest): string {
  const target = parseTarget(request);
  if (target?.service !== 'DynamoDB_20120810') {
    throw new AwsError('UnknownOperationException', 'The request names no operation of DynamoDB_20120810.');
  }
  if (!Object.hasOwn(operations, target.operation)) {
    throw new AwsError(
      'UnsupportedOperation',
      `The local stage does not emulate DynamoDB ${target.operation}; tables are what the Terraform declares. ` +
        `Expected one of: ${Object.keys(operations).sort().join(', ')}`,
      501,
    );
  }
  return target.operation;
}

const respond = (status: number, body: Buffer, requestId: string): ServiceResponse => ({
  status,
  headers: {
    'content-type': 'application/x-amz-json-1.0',
    'x-amzn-requestid': requestId,
    'x-amz-crc32': String(crc32(body)),
  },
  body,
});

/** The engine names tables in an account of its own. */
function withStageArns(body: Buffer, directory: TableDirectory): Buffer {
  const document = asRecord(JSON.parse(body.toString('utf8')));
  const table = asRecord(document['Table']);
  const engineArn = textOf(table['TableArn']);
  const tableName = textOf(table['TableName']);
  if (engineArn === undefined || tableName === undefined) return body;
  const renamed = JSON.stringify(document, (_member, value: unknown) =>
    typeof value === 'string' && value.startsWith(engineArn)
      ? directory.tableArn(tableName) + value.slice(engineArn.length)
      : value,
  );
  return Buffer.from(renamed);
}

const renderError = (error: AwsError, requestId: string): ServiceResponse =>
  jsonError(error, requestId, '1.0', { namespace: 'com.amazon.coral.service', checksum: true });

const renderDenied = (denial: AccessDenied, requestId: string): ServiceResponse =>
  jsonError(new AwsError('AccessDeniedException', denial.message), requestId, '1.0', {
    namespace: 'com.amazon.coral.service',
    messageMember: 'Message',
    checksum: true,
  });

/** Source: DynamoDB Developer Guide, "Error handling with DynamoDB". */
const throughputExceeded = () =>
  new AwsError(
    'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException',
    'The level of configured provisioned throughput for the table was exceeded. ' +
      'Consider increasing your provisioning level with the UpdateTable API.',
  );

function writeDefect(defect: unknown): void {
  process.stderr.write(`DynamoDB: ${defect instanceof Error ? defect.stack : String(defect)}\n`);
}
