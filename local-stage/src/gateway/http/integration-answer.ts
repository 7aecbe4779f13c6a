import type { GatewayResponse } from '../gateway.ts';

type Header = readonly [name: string, value: string];
type JsonObject = Readonly<Record<string, unknown>>;

/** A function's answer that does not have the form its payload format version asks for. */
export class MalformedAnswerError extends Error {
  override readonly name = 'MalformedAnswerError';
}

/**
 * Reads the answer of an integration with payload format 2.0. Whatever has no `statusCode` is taken as
 * the body of a 200, as JSON. ("Lambda function response for format 2.0")
 *
 * @throws {MalformedAnswerError}
 */
export function readAnswerV2(payload: string): GatewayResponse {
  const answer = parseJson(payload);
  if (!isObject(answer) || !('statusCode' in answer)) return inferAnswer(payload, answer);
  return toResponse(answer, [...readHeaders(answer['headers'], 'headers'), ...readCookies(answer['cookies'])]);
}

/**
 * Reads the answer of an integration with payload format 1.0. A header of `headers` comes before those of
 * the same name in `multiValueHeaders`. ("Lambda function response for format 1.0")
 *
 * @throws {MalformedAnswerError}
 */
export function readAnswerV1(payload: string): GatewayResponse {
  const answer = parseJson(payload);
  if (!isObject(answer)) throw new MalformedAnswerError('it is no JSON object. Expected: an object with statusCode');
  return toResponse(answer, [
    ...readHeaders(answer['headers'], 'headers'),
    ...readMultiValueHeaders(answer['multiValueHeaders']),
  ]);
}

const notJson = Symbol('not JSON');

function parseJson(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return notJson;
  }
}

function inferAnswer(payload: string, answer: unknown): GatewayResponse {
  const body = Buffer.from(typeof answer === 'string' ? answer : payload);
  return { status: 200, headers: [['Content-Type', 'application/json']], body };
}

function toResponse(answer: JsonObject, headers: readonly Header[]): GatewayResponse {
  const status = readStatus(answer['statusCode']);
  return { status, headers: withContentType(headers, status), body: readBody(answer) };
}

/** An integer, or a string of its digits. */
function readStatus(statusCode: unknown): number {
  const status = typeof statusCode === 'string' && /^\d{3}$/.test(statusCode) ? Number(statusCode) : statusCode;
  if (typeof status === 'number' && Number.isInteger(status) && status >= 200 && status <= 599) return status;
  throw new MalformedAnswerError(`its statusCode is ${JSON.stringify(statusCode)}. Expected: 200 to 599`);
}

const statusesWithoutBody = new Set([204, 304]);

function withContentType(headers: readonly Header[], status: number): readonly Header[] {
  if (statusesWithoutBody.has(status)) return headers;
  if (headers.some(([name]) => name.toLowerCase() === 'content-type')) return headers;
  return [['Content-Type', 'text/plain; charset=utf-8'], ...headers];
}

function readBody(answer: JsonObject): Buffer {
  const body = answer['body'] ?? '';
  const isBase64Encoded = answer['isBase64Encoded'] ?? false;
  if (typeof body !== 'string') {
    throw new MalformedAnswerError(`its body is of type ${typeof body}. Expected: a string; use JSON.stringify`);
  }
  if (typeof isBase64Encoded !== 'boolean') {
    throw new MalformedAnswerError(`its isBase64Encoded is ${JSON.stringify(isBase64Encoded)}. Expected: a boolean`);
  }
  return isBase64Encoded ? decodeBase64(body) : Buffer.from(body);
}

/** `Buffer` skips what is no base64; the length gives that away. */
function decodeBase64(body: string): Buffer {
  const decoded = Buffer.from(body, 'base64');
  const digits = body.replace(/[\r\n]/g, '').replace(/={1,2}$/, '');
  if (decoded.length !== Math.floor((digits.length * 3) / 4)) {
    throw new MalformedAnswerError('its isBase64Encoded is true, but its body is no base64');
  }
  return decoded;
}

function readHeaders(headers: unknown, member: string): Header[] {
  if (headers === undefined || headers === null) return [];
  if (!isObject(headers)) throw new MalformedAnswerError(`its ${member} is no object. Expected: names and values`);
  return Object.entries(headers).flatMap(([name, value]) => readHeader(name, value));
}

function readMultiValueHeaders(headers: unknown): Header[] {
  if (headers === undefined || headers === null) return [];
  if (!isObject(headers))
    throw new MalformedAnswerError('its multiValueHeaders is no object. Expected: names and lists');
  return Object.entries(headers).flatMap(([name, values]) => {
    if (!Array.isArray(values)) {
      throw new MalformedAnswerError(`its multiValueHeaders has ${name} without a list. Expected: a list of strings`);
    }
    return values.flatMap((value: unknown) => readHeader(name, value));
  });
}

function readCookies(cookies: unknown): Header[] {
  if (cookies === undefined || cookies === null) return [];
  if (!Array.isArray(cookies)) throw new MalformedAnswerError('its cookies is no list. Expected: a list of strings');
  return cookies.flatMap((cookie: unknown) => readHeader('Set-Cookie', cookie));
}

/** The gateway says these itself: they belong to the connection, or to the body as it sends it. */
const gatewayHeaders = new Set([
  'apigw-requestid',
  'connection',
  'content-length',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
]);
const headerName = /^[\w!#$%&'*+.^`|~-]+$/;
const unsendable = /[^\t\x20-\x7e\x80-\xff]/;

function readHeader(name: string, value: unknown): Header[] {
  if (value === null || gatewayHeaders.has(name.toLowerCase())) return [];
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    throw new MalformedAnswerError(`its header ${name} is ${JSON.stringify(value)}. Expected: a string`);
  }
  const text = String(value);
  if (!headerName.test(name) || unsendable.test(text)) {
    throw new MalformedAnswerError(`its header ${JSON.stringify(name)} has characters that HTTP does not allow`);
  }
  return [[name, text]];
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
