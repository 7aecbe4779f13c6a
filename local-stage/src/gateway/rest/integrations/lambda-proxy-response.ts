import type { GatewayResponse } from '../../gateway.ts';
import { type HeaderLine, toHeaderLine } from '../response-headers.ts';

/** An answer that is not in the form of a proxy integration: API Gateway's 502. */
export class MalformedProxyResponseError extends Error {
  override readonly name = 'MalformedProxyResponseError';
}

type Members = Readonly<Record<string, unknown>>;

const knownMembers = new Set(['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded']);

/**
 * Reads what a function behind a proxy integration returned. ("Lambda proxy integrations in API
 * Gateway": output format) An empty object is a 200 without a body; an unknown member is an error.
 *
 * @param payload what the function returned, as JSON text.
 * @param decodesBinary whether a base64 body goes to the caller as bytes.
 * @throws {MalformedProxyResponseError}
 */
export function readProxyResponse(payload: string, decodesBinary: boolean): GatewayResponse {
  const members = parseMembers(payload);
  const isBase64Encoded = readFlag(members['isBase64Encoded']);
  const body = readText('body', members['body'] ?? '');
  return {
    status: readStatusCode(members['statusCode']),
    headers: readHeaderLines(members['headers'], members['multiValueHeaders']),
    body: Buffer.from(body, isBase64Encoded && decodesBinary ? 'base64' : 'utf8'),
  };
}

function parseMembers(payload: string): Members {
  let answer: unknown;
  try {
    answer = JSON.parse(payload);
  } catch {
    throw new MalformedProxyResponseError('the answer is not JSON');
  }
  const members = asMembers(answer);
  if (!members) throw new MalformedProxyResponseError(`the answer is ${shorten(payload)}. Expected: an object`);
  for (const name in members) {
    if (!knownMembers.has(name)) {
      throw new MalformedProxyResponseError(
        `the answer has ${JSON.stringify(name)}. Expected: ${[...knownMembers].join(', ')}`,
      );
    }
  }
  return members;
}

function asMembers(value: unknown): Members | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : undefined;
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}

/** A number, or one in a text; 200 where it is absent. */
function readStatusCode(value: unknown): number {
  if (value === undefined || value === null) return 200;
  const status = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof status === 'number' && Number.isInteger(status) && status >= 200 && status <= 599) return status;
  throw new MalformedProxyResponseError(`statusCode is ${JSON.stringify(value)}. Expected: 200 to 599`);
}

function readFlag(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === 'false') return false;
  if (value === true || value === 'true') return true;
  throw new MalformedProxyResponseError(`isBase64Encoded is ${JSON.stringify(value)}. Expected: a boolean`);
}

/** Numbers and booleans become text, as AWS reads them; objects and lists are errors. */
function readText(member: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new MalformedProxyResponseError(`${member} is ${shorten(JSON.stringify(value))}. Expected: a string`);
}

/** Multi-value headers come first; a single value that they hold already is not repeated. */
function readHeaderLines(headers: unknown, multiValueHeaders: unknown): HeaderLine[] {
  const lines = readMultiValues(multiValueHeaders);
  for (const [name, value] of Object.entries(membersOf('headers', headers))) {
    const text = value === null ? '' : readText(`headers.${name}`, value);
    if (!lines.some((line) => line[0] === name && line[1] === text)) lines.push([name, text]);
  }
  const sent = lines.map(([name, value]) => toAnswerLine(name, value));
  if (!lines.some(([name]) => name.toLowerCase() === 'content-type'))
    sent.unshift(['Content-Type', 'application/json']);
  return sent.filter((line) => line !== undefined);
}

function readMultiValues(multiValueHeaders: unknown): HeaderLine[] {
  return Object.entries(membersOf('multiValueHeaders', multiValueHeaders)).flatMap(([name, values]) => {
    if (!Array.isArray(values)) {
      throw new MalformedProxyResponseError(
        `multiValueHeaders.${name} is ${typeof values}. Expected: a list of strings`,
      );
    }
    return values.map((value): HeaderLine => [name, readText(`multiValueHeaders.${name}`, value)]);
  });
}

function membersOf(member: string, value: unknown): Members {
  if (value === undefined || value === null) return {};
  const members = asMembers(value);
  if (members) return members;
  throw new MalformedProxyResponseError(`${member} is ${shorten(JSON.stringify(value))}. Expected: an object`);
}

/** Headers that come back under another name, and those that are left out. ("Amazon API Gateway important notes") */
const remappedNames = new Set([
  'authorization',
  'connection',
  'content-length',
  'content-md5',
  'date',
  'max-forwards',
  'server',
  'user-agent',
  'www-authenticate',
  'x-amzn-requestid',
]);
const droppedNames = new Set([
  'expect',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
]);

function toAnswerLine(name: string, value: string): HeaderLine | undefined {
  const key = name.toLowerCase();
  if (droppedNames.has(key)) return undefined;
  const line = toHeaderLine(remappedNames.has(key) ? `x-amzn-Remapped-${name}` : name, value);
  if (line) return line;
  throw new MalformedProxyResponseError(`the header ${JSON.stringify(name)} has a name or value that HTTP forbids`);
}
