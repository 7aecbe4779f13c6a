/**
 * The thread of one execution environment: loads the handler, then runs one invocation after the
 * other, as the runtime does that Lambda puts around a function.
 */
import { flushCompileCache } from 'node:module';
import { setImmediate } from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import type { ErrorFault } from '../../faults.ts';
import { sharedTimeReader } from '../../shared-time.ts';
import { invocationContext } from './context.ts';
import { errorDocument, loggedError, RuntimeError } from './error-document.ts';
import { type Handler, type LoadedHandler, loadHandler } from './handler.ts';
import {
  type EnvironmentData,
  giveBackMemory,
  type InvocationMessage,
  type RuntimeMessage,
  unsettledPromiseExitCode,
} from './messages.ts';
import { captureOutput } from './output.ts';
import { installStageDate } from './stage-date.ts';
import { createThreadMemory } from './thread-memory.ts';

if (!parentPort) throw new Error('the Lambda runtime was started in the main thread. Expected: a worker thread');
const port = parentPort;
const { modulePath, handler: handlerName, codeFile, functionArn, sharedTime }: EnvironmentData = workerData;

// Node has read it; a function's environment does not hold it on Lambda.
delete process.env['NODE_COMPILE_CACHE'];
installStageDate(sharedTimeReader(sharedTime));

// Before the handler's code is there, which is not to see it.
const memory = createThreadMemory();
const codeIdleMs = 200;
let codeTimer: NodeJS.Timeout | undefined;
let requestId = '-';
const post = (message: RuntimeMessage) => port.postMessage(message);
const output = captureOutput(
  (line) => post({ kind: 'log', line }),
  () => requestId,
);

// Nothing is left to run, yet the handler or the module still awaits: Lambda ends the runtime then.
process.on('beforeExit', () => process.exit(unsettledPromiseExitCode));
process.on('exit', () => output.flush());

void initialize();

async function initialize(): Promise<void> {
  try {
    const loaded = await loadHandler(modulePath, handlerName, codeFile);
    port.on('message', (message: InvocationMessage | typeof giveBackMemory) => {
      if (message === giveBackMemory) memory.giveBack();
      else void answer(loaded, message);
    });
    post({ kind: 'initialized' });
    // Later threads start faster with what this one compiled; not while an invocation waits.
    setTimeout(flushCompileCache, codeIdleMs).unref();
  } catch (error) {
    output.write('ERROR', `Init Error \t${loggedError(error)}`);
    const document = errorDocument(error);
    post({ kind: 'initError', payload: JSON.stringify(document), errorType: document.errorType });
  }
}

async function answer({ handler, keepCode }: LoadedHandler, message: InvocationMessage): Promise<void> {
  if (message.fault?.kind === 'drop') return;
  memory.busy();
  clearTimeout(codeTimer);
  // The thread ends when the handler awaits what nothing will settle, instead of running into the timeout.
  port.unref();
  requestId = message.requestId;
  process.env['_X_AMZN_TRACE_ID'] = message.traceId;
  const result = await run(handler, message);
  output.flush();
  port.ref();
  post({ kind: 'answer', ...result, usedMemoryBytes: usedMemoryBytes() });
  codeTimer = setTimeout(keepCode, codeIdleMs).unref();
}

async function run(handler: Handler, message: InvocationMessage): Promise<{ payload: string; failed: boolean }> {
  try {
    if (message.fault?.kind === 'error') throw injectedError(message.fault);
    const result = await handler(JSON.parse(message.event), invocationContext(message, functionArn));
    // A promise that the handler left rejected ends the thread before the answer is out.
    await setImmediate();
    return { payload: stringify(result), failed: false };
  } catch (error) {
    await setImmediate();
    output.write('ERROR', `Invoke Error \t${loggedError(error)}`);
    return { payload: JSON.stringify(errorDocument(error)), failed: true };
  }
}

/** Without a stack: it would show the stage's own files. */
function injectedError({ code, message }: ErrorFault): RuntimeError {
  const error = new RuntimeError(code, message);
  error.stack = `${code}: ${message}`;
  return error;
}

function stringify(result: unknown): string {
  try {
    return JSON.stringify(result) ?? 'null';
  } catch {
    throw new RuntimeError('Runtime.JSONStringifyError', 'Unable to stringify response body');
  }
}

function usedMemoryBytes(): number {
  const heap = getHeapStatistics();
  return heap.total_physical_size + heap.external_memory;
}
