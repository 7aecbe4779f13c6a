import { createAccess } from './access.ts';
import { type AwsServicesOptions, startAwsServices } from './aws-services.ts';
import { type FaultTargets, faultTargetsOf } from './control/fault-targets.ts';
import type { RequestLog } from './control/requests.ts';
import type { FunctionStatistics } from './functions/deployed-function.ts';
import { startEventSourceMappings } from './functions/event-source-mappings.ts';
import { createFunctions } from './functions/functions.ts';
import type { Gateway, GatewayDependencies, RequestRecord } from './gateway/gateway.ts';
import { createHttpApi } from './gateway/http/http-api.ts';
import { createRestApi } from './gateway/rest/rest-api.ts';
import { createUsageLedger } from './gateway/rest/usage/usage-ledger.ts';
import { withStageDate } from './gateway/stage-date.ts';
import type { Lasting } from './lasting.ts';
import { startSchedules } from './services/events/schedules.ts';
import type { QueueStatistics } from './services/sqs/queue-statistics.ts';
import type { StageConfiguration } from './stage-configuration.ts';

/** Everything of a stage that answers, but its sockets. */
export interface Engines {
  /** By the address of the API. */
  readonly gateways: ReadonlyMap<string, Gateway>;
  readonly queues: () => readonly QueueStatistics[];
  readonly functions: () => readonly FunctionStatistics[];
  readonly faultTargets: () => FaultTargets;
  close(): Promise<void>;
}

export interface EnginesOptions extends Pick<AwsServicesOptions, 'endpoint' | 'dynamodbEndpoint' | 'onNotice'> {
  readonly onRequest?: ((record: RequestRecord) => void) | undefined;
}

/**
 * Starts what a configuration asks for.
 *
 * @param lasting is not closed with it.
 * @throws {Error} from the engine that refuses its part, naming the Terraform address; nothing is left running then.
 */
export async function startEngines(
  configuration: StageConfiguration,
  lasting: Lasting,
  options: EnginesOptions,
): Promise<Engines> {
  const { endpoint, onNotice } = options;
  const { clock, logGroups, requests, faults, warm } = lasting;
  await using started = new AsyncDisposableStack();
  logGroups.declare(configuration.logGroupNames);
  const usageLedger = createUsageLedger(clock);
  const access = createAccess(configuration, { ...lasting, onNotice });
  const functions = createFunctions(configuration.functions, {
    clock,
    logGroups,
    credentialsFor: access.credentialsFor,
    awsEndpoint: endpoint.origin,
    region: configuration.region,
    faults: faults.source,
    onInvocation: requests.observeInvocation,
    warm,
  });
  started.defer(() => functions.close());
  const services = await startAwsServices(configuration, {
    ...options,
    ...lasting,
    faults: faults.source,
    onCall: requests.called,
    access,
    usageLedger,
  });
  started.defer(() => services.close());
  const gateways = createGateways(configuration, requests, {
    clock,
    logGroups,
    invoker: functions,
    tokenKeys: services.cognito,
    signatureVerifier: access.signatureVerifier,
    authorization: access.authorization,
    usageLedger,
    onRequest: options.onRequest ?? (() => undefined),
  });
  const schedules = startSchedules(configuration.schedules, {
    ...access,
    queues: services.sqs,
    clock,
    invoker: functions,
    accountId: configuration.accountId,
    region: configuration.region,
    onNotice,
  });
  started.defer(() => schedules.close());
  const mappings = startEventSourceMappings(configuration.eventSourceMappings, {
    clock,
    invoker: functions,
    queues: services.sqs,
    authorize: access.authorizeFunction,
    callerOf: (functionArn) => ({ callers: access.namesOf(functionArn), faults: faults.source }),
    functionTimeoutSeconds: timeoutsOf(configuration),
    onProblem: onNotice,
  });
  // Together: mappings and schedules wait for their invocations, which end with their functions.
  started.defer(async () => void (await Promise.all([mappings.close(), schedules.close(), functions.close()])));
  const running = started.move();
  return {
    gateways,
    queues: () => services.sqs.statistics(),
    functions: () => functions.statistics(),
    faultTargets: () => faultTargetsOf(configuration, services.operations),
    close: () => running.disposeAsync(),
  };
}

function createGateways(
  { restApis, httpApis }: StageConfiguration,
  requests: RequestLog,
  dependencies: GatewayDependencies,
): ReadonlyMap<string, Gateway> {
  const observed: GatewayDependencies = {
    ...dependencies,
    onRequest(record) {
      requests.answered(record);
      dependencies.onRequest(record);
    },
  };
  const served = (gateway: Gateway) => withStageDate(requests.logged(gateway), dependencies.clock);
  return new Map([
    ...restApis.map((api) => [api.address, served(createRestApi(api, observed))] as const),
    ...httpApis.map((api) => [api.address, served(createHttpApi(api, observed))] as const),
  ]);
}

function timeoutsOf({ functions }: StageConfiguration): (functionArn: string) => number {
  const timeouts = new Map(functions.map(({ arn, timeoutSeconds }) => [arn, timeoutSeconds]));
  return (functionArn) => {
    const found = timeouts.get(functionArn);
    if (found === undefined) throw new Error(`no function ${functionArn}`);
    return found;
  };
}
