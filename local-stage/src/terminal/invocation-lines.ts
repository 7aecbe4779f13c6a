import type { FunctionEvent } from '../stage.ts';

/** What functions have logged, gathered by invocation until it has ended. */
export interface InvocationLines {
  put(event: FunctionEvent): void;
  /** The messages of an invocation that has ended. They are given once. */
  take(requestId: string): readonly string[];
}

export interface EndedInvocation {
  readonly functionName: string;
  readonly messages: readonly string[];
}

/** Time in which the request of an invocation takes its messages, in milliseconds; then it had none. */
const claimMs = 100;

const startPattern = /^START RequestId: (\S+)/;
const endPattern = /^REPORT RequestId: (\S+)/;

/** @param onUnclaimed is told of invocations that no request has made: of a queue, a schedule, an authorizer. */
export function createInvocationLines(onUnclaimed: (invocation: EndedInvocation) => void): InvocationLines {
  /** By log stream: an environment runs one invocation at a time. */
  const running = new Map<string, string[]>();
  const ended = new Map<string, EndedInvocation>();

  const end = (requestId: string, invocation: EndedInvocation) => {
    ended.set(requestId, invocation);
    setTimeout(() => {
      if (ended.delete(requestId)) onUnclaimed(invocation);
    }, claimMs).unref();
  };

  return {
    put({ functionName, streamName, message }) {
      if (startPattern.test(message)) {
        running.set(streamName, []);
        return;
      }
      const messages = running.get(streamName);
      const requestId = endPattern.exec(message)?.[1];
      if (requestId !== undefined) {
        running.delete(streamName);
        if (messages && messages.length > 0) end(requestId, { functionName, messages });
      } else if (messages) messages.push(message);
      // What a module logs when it is loaded is nobody's invocation.
      else onUnclaimed({ functionName, messages: [message] });
    },
    take(requestId) {
      const found = ended.get(requestId);
      ended.delete(requestId);
      return found?.messages ?? [];
    },
  };
}
