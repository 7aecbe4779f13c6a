import { createAccess } from './access.ts';
import { type AwsServicesOptions, startAwsServices } from './aws-services.ts';
import { startEventSourceMappings } from './functions/event-source-mappings.ts';
import { createFunctions } from './functions/functions.ts';
import type { Gateway, GatewayDependencies, RequestRecord } from './gateway/gateway.ts';
import { createHttpApi } from './gateway/http/http-api.ts';
import { createRestApi } from './gateway/rest/rest-api.ts';
import { createLogGroups } from './log-group-store.ts';
import type { LogGroups } from './log-groups.ts';
import type { AccessKey } from './services/iam/credentials.ts';
import type { StageConfiguration } from './stage-configuration.ts';

/** Everything of a stage that answers, but its sockets. */
interface Engines {
  /** By the address of the API. */
  readonly gateways: ReadonlyMap<string, Gateway>;
  readonly logGroups: LogGroups;
  readonly operator: AccessKey;
  close(): Promise<void>;
}

interface EnginesOptions extends Omit<AwsServicesOptions, 'access' | 'logGroups'> {
  readonly onRequest?: ((record: RequestRecord) => void) | undefined;
}

/**
 * Starts what a configuration asks for.
 *
 * @throws {Error} from the engine that refuses its part, naming the Terraform address; nothing is left running then.
 */
export async function startEngines(configuration: StageConfiguration, options: EnginesOptions): Promise<Engines> {
  const { clock, endpoint, onNotice } = options;
  await using started = new AsyncDisposableStack();
  const logGroups = createLogGroups({ clock, groupNames: configuration.logGroupNames });
  const access = createAccess(configuration, options);
  const functions = createFunctions(configuration.functions, {
    clock,
    logGroups,
    credentialsFor: access.credentialsFor,
    awsEndpoint: endpoint.origin,
    region: configuration.region,
  });
  started.defer(() => functions.close());
  const services = await startAwsServices(configuration, { ...options, access, logGroups });
  started.defer(() => services.close());
  const gateways = createGateways(configuration, {
    clock,
    logGroups,
    invoker: functions,
    tokenKeys: services.cognito,
    signatureVerifier: access.signatureVerifier,
    authorization: access.authorization,
    onRequest: options.onRequest ?? (() => undefined),
  });
  const mappings = startEventSourceMappings(configuration.eventSourceMappings, {
    clock,
    invoker: functions,
    queues: services.sqs,
    authorize: access.authorizeFunction,
    functionTimeoutSeconds: timeoutsOf(configuration),
    onProblem: onNotice,
  });
  // Together: a mapping waits for its invocations, which end with their functions.
  started.defer(async () => void (await Promise.all([mappings.close(), functions.close()])));
  const running = started.move();
  return { gateways, logGroups, operator: access.operator, close: () => running.disposeAsync() };
}

function createGateways(
  { restApis, httpApis }: StageConfiguration,
  dependencies: GatewayDependencies,
): ReadonlyMap<string, Gateway> {
  return new Map([
    ...restApis.map((api) => [api.address, createRestApi(api, dependencies)] as const),
    ...httpApis.map((api) => [api.address, createHttpApi(api, dependencies)] as const),
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
