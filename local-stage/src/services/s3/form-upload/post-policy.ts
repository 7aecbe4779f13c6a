import { AwsError } from '../../service.ts';

/** What a signer allows an upload to be. Source: Amazon S3 API Reference, "POST Policy". */
export interface PostPolicy {
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly conditions: readonly PolicyCondition[];
}

export type PolicyCondition = FieldCondition | SizeCondition;

export interface FieldCondition {
  readonly operator: 'eq' | 'starts-with';
  /** In lower case, without the dollar sign; `undefined` where the policy has none, which nothing can meet. */
  readonly field: string | undefined;
  readonly value: string;
  /** As S3's message shows it. */
  readonly text: string;
}

export interface SizeCondition {
  readonly operator: 'content-length-range';
  /** Bytes, inclusive; not a number where the policy's are none. */
  readonly minimum: number;
  readonly maximum: number;
  readonly text: string;
}

const invalid = (what: string) => new AwsError('InvalidPolicyDocument', `Invalid Policy: ${what}`);

/**
 * @param encoded base64 of the JSON document.
 * @throws {AwsError} InvalidPolicyDocument
 */
export function parsePostPolicy(encoded: string): PostPolicy {
  const document = parseObject(Buffer.from(encoded, 'base64').toString('utf8'));
  const unexpected = Object.keys(document).find((name) => name !== 'expiration' && name !== 'conditions');
  if (unexpected !== undefined) throw invalid(`Unexpected: '${unexpected.toLowerCase()}'`);
  if (document['expiration'] === undefined) throw invalid('Policy missing expiration.');
  if (document['conditions'] === undefined) throw invalid('Policy missing conditions.');
  if (!Array.isArray(document['conditions'])) throw invalid("Invalid 'conditions' value: must be a List.");
  return { expiresAt: readExpiration(document['expiration']), conditions: document['conditions'].map(readCondition) };
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document === 'object' && document !== null && !Array.isArray(document)) {
      return document as Record<string, unknown>;
    }
  } catch {
    // What is no JSON is refused like JSON of another shape.
  }
  throw invalid('Invalid JSON.');
}

/** Only Greenwich time: an offset is refused. */
function readExpiration(value: unknown): number {
  const isWellFormed = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/.test(value);
  const expiresAt = isWellFormed ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(expiresAt)) throw invalid(`Invalid 'expiration' value: '${String(value)}'`);
  return expiresAt;
}

function readCondition(condition: unknown): PolicyCondition {
  if (Array.isArray(condition)) return readListCondition(condition);
  if (typeof condition !== 'object' || condition === null) {
    throw invalid('Invalid condition: must be a List or Object.');
  }
  const [entry, ...others] = Object.entries(condition);
  if (!entry || others.length > 0) {
    throw invalid('Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.');
  }
  const [name, value] = entry;
  if (typeof value !== 'string') throw invalid('Invalid Simple-Condition: value must be a string.');
  return { operator: 'eq', field: name.toLowerCase(), value, text: textOf(['eq', `$${name}`, value]) };
}

function readListCondition(condition: readonly unknown[]): PolicyCondition {
  const [name, first, second, ...others] = condition;
  if (typeof name !== 'string') throw invalid('Invalid Condition: missing operation identifier.');
  const operator = name.toLowerCase();
  if (first === undefined || second === undefined || others.length > 0) {
    throw invalid(`Invalid ${name}: wrong number of arguments.`);
  }
  const text = textOf(condition);
  if (operator === 'content-length-range') {
    return { operator, minimum: bound(first), maximum: bound(second), text };
  }
  if (operator !== 'eq' && operator !== 'starts-with') throw invalid(`Invalid Condition: unknown operation '${name}'.`);
  if (typeof first !== 'string' || typeof second !== 'string') throw invalid('Invalid JSON.');
  const field = first.startsWith('$') ? first.slice(1).toLowerCase() : undefined;
  return { operator, field, value: second, text };
}

function bound(value: unknown): number {
  if (typeof value === 'number' && (!Number.isInteger(value) || value < 0)) throw invalid('Invalid JSON.');
  return typeof value === 'string' && !/^\d+$/.test(value) ? Number.NaN : Number(value);
}

const textOf = (condition: readonly unknown[]) => `[${condition.map((item) => JSON.stringify(item)).join(', ')}]`;
