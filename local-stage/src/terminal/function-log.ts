import { errorLineOf } from './error-lines.ts';
import { oneLineOf } from './one-line.ts';

/** A line of a function's own, as the terminal shows it. */
export interface FunctionLine {
  /** `INFO`; `undefined` for what was written without one. */
  readonly level: string | undefined;
  readonly text: string;
}

/** Members of a structured line that every line of a function has alike. */
const commonMembers = new Set([
  ...['level', 'message', 'timestamp', 'service', 'sampling_rate', 'xray_trace_id', 'cold_start'],
  ...['function_arn', 'function_memory_size', 'function_name', 'function_request_id', 'function_version'],
]);

/**
 * Reads an event of a function's log group: a line of the console (`time`, request id, level and message,
 * between tabs), a JSON document as structured loggers write it, or any other text.
 *
 * @returns nothing for what says nothing to a reader: Lambda's own lines, metrics in the embedded format.
 */
export function readFunctionLine(message: string): FunctionLine | undefined {
  const error = errorLineOf(message);
  if (error !== undefined) return { level: 'ERROR', text: error };
  const text = message.trim();
  if (/^(START|END|REPORT|INIT_START|INIT_REPORT) /.test(text)) return undefined;
  if (text.startsWith('{')) return readStructured(text);
  const [time = '', , level, ...rest] = text.split('\t');
  if (!/^\d{4}-\d\d-\d\dT/.test(time) || level === undefined) return { level: undefined, text: oneLineOf(text) };
  return { level, text: oneLineOf(rest.join(' ')) };
}

function readStructured(text: string): FunctionLine | undefined {
  const document = parse(text);
  if (!document) return { level: undefined, text: oneLineOf(text) };
  if ('_aws' in document) return undefined;
  const level = document['level'];
  const others = Object.entries(document)
    .filter(([name]) => !commonMembers.has(name))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const words = [String(document['message'] ?? ''), ...others].filter((word) => word !== '');
  return { level: typeof level === 'string' ? level : undefined, text: oneLineOf(words.join(' ')) };
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
