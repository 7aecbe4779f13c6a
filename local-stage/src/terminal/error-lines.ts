/**
 * What a developer wants to see of a function's log without looking for it: errors.
 *
 * @param message one event of the log group: Lambda's text format, or a JSON document as structured
 *   loggers write it.
 * @returns one line, or `undefined` for an event that tells of no error.
 */
export function errorLineOf(message: string): string | undefined {
  if (message.startsWith('{')) return structuredError(message);
  const [, , level, ...rest] = message.split('\t');
  if (level === 'ERROR') return textError(rest.join(' '));
  return /Task timed out after/.test(message) ? message.trim() : undefined;
}

function structuredError(message: string): string | undefined {
  const document = parse(message);
  if (document?.['level'] !== 'ERROR') return undefined;
  const { name, message: text, location } = recordOf(document['error']) ?? {};
  const cause = text === undefined ? '' : `: ${String(name ?? 'Error')}: ${String(text)}`;
  return oneLine(`${String(document['message'])}${cause}${location ? ` (${String(location)})` : ''}`);
}

/** `Uncaught Exception {"errorType":"Error","errorMessage":"boom","stack":["Error: boom","at f (index.js:1:1)"]}` */
function textError(text: string): string {
  const brace = text.indexOf('{');
  const document = brace < 0 ? undefined : parse(text.slice(brace));
  const stack = Array.isArray(document?.['stack']) ? document['stack'] : undefined;
  if (!stack) return oneLine(text);
  return oneLine(`${text.slice(0, brace)}${stack.slice(0, 2).map(String).join(' ')}`);
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return recordOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

const recordOf = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim();
