import type { Clock } from '../clock.ts';
import type { CrashFault } from '../faults.ts';
import type { ExecutionEnvironment, Outcome } from './execution-environment.ts';
import type { InvocationMessage } from './runtime/messages.ts';

/** Exit code of a thread that the stage itself ends. */
const exitCode = 1;

/**
 * Runs an invocation whose environment exits: once the fault's time is over, or else when the handler
 * is done, whose answer is lost.
 */
export async function invokeAndCrash(
  environment: ExecutionEnvironment,
  message: InvocationMessage,
  timeoutMs: number,
  { fault, clock }: { readonly fault: CrashFault; readonly clock: Clock },
): Promise<Outcome> {
  const exit = () => void environment.stop();
  const cancel = fault.afterMs === undefined ? () => {} : clock.after(fault.afterMs, exit);
  const outcome = await environment.invoke(message, timeoutMs);
  cancel();
  if (outcome.kind !== 'answer') return outcome;
  await environment.stop();
  return { kind: 'exit', code: exitCode };
}
