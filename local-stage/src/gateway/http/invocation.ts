import type { Clock } from '../../clock.ts';
import { FunctionNotFoundError, type InvocationResult } from '../../functions/invoker.ts';
import type { GatewayDependencies } from '../gateway.ts';

/** The service principal that a function's resource policy must name. */
const gatewayPrincipal = 'apigateway.amazonaws.com';

export interface BoundedInvocation {
  readonly functionArn: string;
  /** The event as JSON text. */
  readonly payload: string;
  /** By the stage's clock. */
  readonly timeoutMs: number;
  readonly traceId: string;
}

/** A result of Lambda, or why there is none. */
export type InvocationOutcome = InvocationResult | { readonly kind: 'timeout' } | { readonly kind: 'not-found' };

/** Invokes a function and stops waiting after the timeout; the invocation itself goes on, as on AWS. */
export async function invokeWithin(
  { invoker, clock }: Pick<GatewayDependencies, 'invoker' | 'clock'>,
  { functionArn, payload, timeoutMs, traceId }: BoundedInvocation,
): Promise<InvocationOutcome> {
  const deadline = startDeadline(clock, timeoutMs);
  try {
    return await Promise.race([invoker.invoke(functionArn, payload, { traceId }), deadline.passed]);
  } catch (error) {
    if (error instanceof FunctionNotFoundError) return { kind: 'not-found' };
    throw error;
  } finally {
    deadline.cancel();
  }
}

function startDeadline(clock: Clock, timeoutMs: number) {
  const { promise: passed, resolve } = Promise.withResolvers<{ readonly kind: 'timeout' }>();
  const cancel = clock.after(timeoutMs, () => resolve({ kind: 'timeout' }));
  return { passed, cancel };
}

/** Whether the function's resource policy lets API Gateway invoke it for this source; no function permits nothing. */
export function isInvocationPermitted(
  { invoker }: Pick<GatewayDependencies, 'invoker'>,
  functionArn: string,
  sourceArn: string,
): boolean {
  try {
    return invoker.permits(functionArn, gatewayPrincipal, sourceArn);
  } catch (error) {
    if (error instanceof FunctionNotFoundError) return false;
    throw error;
  }
}
