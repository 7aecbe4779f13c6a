import { createAccess } from './access.ts';
import { type AwsServicesOptions, startAwsServices } from './aws-services.ts';
import { faultTargetsOf } from './control/fault-targets.ts';
import { createFaults } from './control/faults.ts';
import { createRequestLog, type RequestLog } from './control/requests.ts';
import type { Controlled } from './control/routes.ts';
import { errorLineOf } from './functions/error-lines.ts';
import { startEventSourceMappings } from './functions/event-source-mappings.ts';
import { createFunctions } from './functions/functions.ts';
import type { Gateway, GatewayDependencies, RequestRecord } from './gateway/gateway.ts';
import { createHttpApi } from './gateway/http/http-api.ts';
import { createRestApi } from './gateway/rest/rest-api.ts';
import { createUsageLedger } from './gateway/rest/usage/usage-ledger.ts';
import { withStageDate } from './gateway/stage-date.ts';
import { createLogGroups } from './log-group-store.ts';
import type { LogEvent } from './log-groups.ts';
import { startSchedules } from './services/events/schedules.ts';
import type { AccessKey } from './services/iam/credentials.ts';
import type { StageConfiguration } from './stage-configuration.ts';

/** Everything of a stage that answers, but its sockets. */
interface Engines {
  /** By the address of the API. */
  readonly gateways: ReadonlyMap<string, Gateway>;
  /** What can be seen and moved from outside. */
  readonly controlled: Controlled;
  readonly operator: AccessKey;
  close(): Promise<void>;
}

interface EnginesOptions
  extends Omit<AwsServicesOptions, 'access' | 'logGroups' | 'usageLedger' | 'faults' | 'onCall'> {
  readonly onRequest?: ((record: RequestRecord) => void) | undefined;
  readonly onFunctionError?: ((functionName: string, line: string) => void) | undefined;
}

/**
 * Starts what a configuration asks for.
 *
 * @throws {Error} from the engine that refuses its part, naming the Terraform address; nothing is left running then.
 */
export async function startEngines(configuration: StageConfiguration, options: EnginesOptions): Promise<Engines> {
  const { clock, endpoint, onNotice } = options;
  await using started = new AsyncDisposableStack();
  const logGroups = createLogGroups({
    clock,
    groupNames: configuration.logGroupNames,
    onEvent: functionErrorsTo(options.onFunctionError),
  });
  const usageLedger = createUsageLedger(clock);
  const access = createAccess(configuration, options);
  const requests = createRequestLog(clock);
  const faults = createFaults(() => faultTargetsOf(configuration, services.operations));
  const functions = createFunctions(configuration.functions, {
    clock,
    logGroups,
    credentialsFor: access.credentialsFor,
    awsEndpoint: endpoint.origin,
    region: configuration.region,
    faults: faults.source,
    onInvocation: requests.observeInvocation,
  });
  started.defer(() => functions.close());
  const observed = { faults: faults.source, onCall: requests.called };
  const services = await startAwsServices(configuration, {
    ...options,
    ...observed,
    access,
    logGroups,
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
    functionTimeoutSeconds: timeoutsOf(configuration),
    onProblem: onNotice,
  });
  // Together: mappings and schedules wait for their invocations, which end with their functions.
  started.defer(async () => void (await Promise.all([mappings.close(), schedules.close(), functions.close()])));
  const running = started.move();
  return {
    gateways,
    controlled: {
      ...{ clock, faults, requests, logGroups },
      queues: () => services.sqs.statistics(),
      functions: () => functions.statistics(),
    },
    operator: access.operator,
    close: () => running.disposeAsync(),
  };
}

const functionLogs = '/aws/lambda/';

function functionErrorsTo(tell: EnginesOptions['onFunctionError']): (groupName: string, event: LogEvent) => void {
  return (groupName, { message }) => {
    if (!tell || !groupName.startsWith(functionLogs)) return;
    const line = errorLineOf(message);
    if (line !== undefined) tell(groupName.slice(functionLogs.length), line);
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
