import type { Clock } from './clock.ts';
import type { FaultTargets } from './control/fault-targets.ts';
import { createFaults, type FaultRegistry } from './control/faults.ts';
import { createRequestLog, type RequestLog } from './control/requests.ts';
import { createWarmEnvironments, type WarmEnvironments } from './functions/warm-environments.ts';
import { createLogGroups } from './log-group-store.ts';
import type { LogEvent, LogGroupDirectory } from './log-groups.ts';
import { createTablesEngine, type TablesEngine } from './services/dynamodb/tables-engine.ts';
import { type AccessKey, type KnownKey, newOperatorKey } from './services/iam/credentials.ts';
import type { FunctionEvent } from './stage.ts';
import { openState, type State } from './state.ts';

/** What a stage keeps when its document is read again: what was stored, logged and counted, and who may ask. */
export interface Lasting {
  readonly clock: Clock;
  readonly state: State;
  readonly tablesEngine: TablesEngine;
  readonly logGroups: LogGroupDirectory;
  readonly requests: RequestLog;
  readonly faults: FaultRegistry;
  readonly operator: AccessKey;
  /** Keys that were issued to environments, which outlive the document. */
  readonly issuedKeys: Map<string, KnownKey>;
  readonly warm: WarmEnvironments;
  close(): Promise<void>;
}

export interface LastingOptions {
  readonly clock: Clock;
  /** Folder in which the services keep what they store. @default memory */
  readonly state?: string | undefined;
  readonly onFunctionLog?: ((event: FunctionEvent) => void) | undefined;
  /** What faults can be aimed at; asked at each rule that is added. */
  readonly faultTargets: () => FaultTargets;
}

export function createLasting(options: LastingOptions): Lasting {
  const { clock, onFunctionLog, faultTargets } = options;
  const state = openState(options.state);
  const tablesEngine = createTablesEngine(state);
  const warm = createWarmEnvironments();
  return {
    clock,
    state,
    tablesEngine,
    logGroups: createLogGroups({ clock, onEvent: functionEventsTo(onFunctionLog) }),
    requests: createRequestLog(clock),
    faults: createFaults(faultTargets),
    operator: newOperatorKey(),
    issuedKeys: new Map(),
    warm,
    async close() {
      await warm.close();
      await tablesEngine.close();
      state.close();
    },
  };
}

const functionLogs = '/aws/lambda/';

function functionEventsTo(tell: LastingOptions['onFunctionLog']): (groupName: string, event: LogEvent) => void {
  return (groupName, { streamName, message }) => {
    if (groupName.startsWith(functionLogs)) {
      tell?.({ functionName: groupName.slice(functionLogs.length), streamName, message });
    }
  };
}
