import { format } from 'node:util';

/** Levels of the console's methods in a log line. */
const levels = {
  trace: 'TRACE',
  debug: 'DEBUG',
  log: 'INFO',
  info: 'INFO',
  warn: 'WARN',
  error: 'ERROR',
  fatal: 'FATAL',
} as const;

/** Where the thread's output goes. */
export interface Output {
  /** Logs a line in Lambda's text format. */
  write(level: string, message: string): void;
  /** Sends what was written to a stream without a line's end. */
  flush(): void;
}

/**
 * Sends the thread's output to the log group: what goes through the console in Lambda's text format
 * (Lambda developer guide, "Log and monitor Node.js Lambda functions"), what is written to stdout and
 * stderr line by line as it is.
 *
 * @param requestId of the invocation that runs.
 */
export function captureOutput(log: (line: string) => void, requestId: () => string): Output {
  const write = (level: string, message: string) =>
    log(`${new Date().toISOString()}\t${requestId()}\t${level}\t${message}`);
  for (const [method, level] of Object.entries(levels)) {
    Object.assign(console, { [method]: (...values: unknown[]) => write(level, format(...values)) });
  }
  const streams = [captureStream(process.stdout, log), captureStream(process.stderr, log)];
  return { write, flush: () => streams.forEach((flush) => void flush()) };
}

/**
 * The stream's `write` is replaced, not the stream: Node itself keeps talking to the thread's own
 * streams. A console that a library makes on `process.stdout` comes through here.
 */
function captureStream(stream: NodeJS.WriteStream, log: (line: string) => void): () => void {
  let partial = '';
  const append = (text: string) => {
    const lines = (partial + text).split('\n');
    partial = lines.pop() ?? '';
    lines.forEach((line) => void log(line));
  };
  stream.write = (chunk: string | Uint8Array, ...rest: readonly unknown[]) => {
    append(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
    const callback = rest.find((value) => typeof value === 'function');
    if (callback) queueMicrotask(() => callback());
    return true;
  };
  return () => {
    if (partial !== '') append('\n');
  };
}
