import { type BootStep, createBootWatch } from './boot.ts';
import { type Clock, createClock } from './clock.ts';
import type { Configured } from './configure.ts';
import { type ControlServer, listenControl } from './control/control-server.ts';
import type { Faults } from './control/faults.ts';
import type { Requests } from './control/requests.ts';
import { type Controlled, controlRoutes } from './control/routes.ts';
import type { RequestRecord } from './gateway/gateway.ts';
import { createLasting, type Lasting } from './lasting.ts';
import { type Listeners, openListeners } from './listeners.ts';
import type { LogGroups } from './log-groups.ts';
import { writeOutputs } from './outputs-file.ts';
import { createReloadableEngines, type ReloadableEngines } from './reloadable-engines.ts';
import type { AccessKey } from './services/iam/credentials.ts';
import type { StageConfiguration } from './stage-configuration.ts';
import { readDocument } from './terraform/document.ts';

export interface StageOptions {
  /** Path of a synthesized stack's `cdk.tf.json`. */
  readonly document: string;
  /** First of the ports: one for each REST API, one for each HTTP API, one for AWS's services. 0 takes free ones. @default 4000 */
  readonly port?: number;
  /** Port of the control API; 0 takes a free one. @default the stage has none */
  readonly controlPort?: number;
  /** File to write the stack's outputs to; `aws.env` with the operator's credentials goes beside it. @default none */
  readonly outputs?: string;
  /** Folder in which the services keep what they store. @default memory, gone at the end */
  readonly state?: string;
  /** URL of a DynamoDB to use in place of the stage's own. */
  readonly dynamodbEndpoint?: string;
  /** Called once a request to an API, when its answer is known. */
  readonly onRequest?: (record: RequestRecord) => void;
  /** Told of each event that comes to a function's log group. */
  readonly onFunctionLog?: (event: FunctionEvent) => void;
  /** Told what a developer may want to know: a grant that is missing, a confirmation code, what is not run. */
  readonly onNotice?: (notice: string) => void;
  /** @default a clock that runs with the host's */
  readonly clock?: Clock;
}

/** An event of a function's log group. */
export interface FunctionEvent {
  readonly functionName: string;
  /** Log stream: that of one execution environment. */
  readonly streamName: string;
  readonly message: string;
}

/** A stack that runs on localhost. */
export interface Stage {
  /** The stack's outputs, with the URLs of this stage where AWS's would be. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** The stages of the APIs. */
  readonly urls: readonly StageUrl[];
  /** How the start went, step by step. */
  readonly boot: readonly BootStep[];
  /** URL of the AWS services, `http://127.0.0.1:4002`. */
  readonly awsEndpoint: string;
  readonly region: string;
  /** May do everything, as an administrator's key could on AWS. */
  readonly operatorCredentials: AccessKey;
  /** Moves the stage's time; handlers see it too. */
  readonly clock: Clock;
  /** Lets calls of AWS services and invocations fail. */
  readonly faults: Faults;
  /** What was asked of the stage, and what that led to. */
  readonly requests: Requests;
  /** URL of the control API, where the stage has one. */
  readonly controlUrl: string | undefined;
  readonly logGroups: LogGroups;
  /**
   * Reads the document again and runs what it says now, with all that is stored and every token kept.
   * Requests that come meanwhile wait; those under way end first.
   *
   * @throws {TerraformError} for a document that is refused: the stage then goes on as it was, as it does after any error.
   */
  reload(): Promise<void>;
  /** Ends every connection, function and service; nothing is left running. */
  close(): Promise<void>;
}

interface StageUrl {
  /** Name of the API. */
  readonly api: string;
  readonly url: string;
}

const defaultPort = 4000;

/**
 * Runs a synthesized stack on localhost.
 *
 * @throws {TerraformError} naming the address of what is mistaken, or cannot be honoured.
 * @throws {PortTaken} naming the port.
 * @throws {Error} from an engine that refuses its configuration, naming the address.
 */
export async function startStage(options: StageOptions): Promise<Stage> {
  const { port = defaultPort, clock = createClock(), onNotice = () => undefined } = options;
  const boot = createBootWatch();
  boot.step('modules', '');
  const document = readDocument(options.document);
  boot.step('document', `${document.blocks.size} blocks`);
  await using started = new AsyncDisposableStack();
  const listeners = await openListeners(document, port);
  started.defer(() => listeners.close());
  boot.step('ports', '');
  const lasting = createLasting({ ...options, clock, faultTargets: () => engines.current().faultTargets() });
  started.defer(() => lasting.close());
  const engines = createReloadableEngines(listeners, lasting, { ...options, onNotice, endpoint: listeners.endpoint });
  const { inert, configuration } = await engines.start(document, boot);
  // Connections end before what would answer them.
  started.defer(async () => {
    await listeners.close();
    await engines.close();
  });
  const control = await openControl(options.controlPort, controlledOf(lasting, engines));
  started.defer(() => control?.close());
  const write = (configured: Configured) => {
    if (options.outputs === undefined) return;
    writeOutputs(options.outputs, document.stackName, publicOutputs(configured), {
      url: listeners.endpoint.origin,
      region: configuration.region,
      operator: lasting.operator,
      controlUrl: control?.url,
    });
  };
  write(engines.configured());
  if (inert.length > 0) onNotice(inertNotice(inert));
  const running = started.move();
  return {
    get outputs() {
      return engines.configured().configuration.outputs;
    },
    get urls() {
      return urlsOf(engines.configured().configuration, listeners);
    },
    boot: boot.steps,
    awsEndpoint: listeners.endpoint.origin,
    region: configuration.region,
    operatorCredentials: lasting.operator,
    clock,
    faults: lasting.faults,
    requests: lasting.requests,
    controlUrl: control?.url,
    logGroups: lasting.logGroups,
    async reload() {
      write(await engines.reload(readDocument(options.document)));
    },
    close: () => running.disposeAsync(),
  };
}

const controlledOf = ({ clock, faults, requests, logGroups }: Lasting, engines: ReloadableEngines): Controlled => ({
  ...{ clock, faults, requests, logGroups },
  queues: () => engines.current().queues(),
  functions: () => engines.current().functions(),
});

async function openControl(port: number | undefined, controlled: Controlled): Promise<ControlServer | undefined> {
  return port === undefined ? undefined : listenControl(port, controlRoutes(controlled));
}

function urlsOf({ restApis, httpApis }: StageConfiguration, { urls }: Listeners): readonly StageUrl[] {
  const apis = [...restApis, ...httpApis];
  return apis.flatMap(({ address, name, stages }) =>
    stages.map((stage) => ({
      api: name,
      url: stage.name === '$default' ? urls.api(address) : `${urls.api(address)}/${stage.name}`,
    })),
  );
}

/** `cdktf output --outputs-file` leaves sensitive outputs out. */
function publicOutputs({ configuration, sensitiveOutputs }: Configured): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(configuration.outputs).filter(([name]) => !sensitiveOutputs.has(name)));
}

function inertNotice(addresses: readonly string[]): string {
  const byType = Map.groupBy(addresses, (address) => address.split('.')[0] ?? '');
  const types = [...byType].map(([type, same]) => `${type} (${same.length})`).sort();
  return `not run on localhost, on purpose: ${types.join(', ')}`;
}
