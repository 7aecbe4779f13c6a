/** What an authorizer's function answered, checked and ready to be evaluated for any method. */
export interface AuthorizerAnswer {
  readonly principalId: string;
  /** Evaluated for each method anew, also from the cache. */
  readonly policyDocument: unknown;
  readonly context: Readonly<Record<string, string | null>>;
  readonly usageIdentifierKey: string | undefined;
}

/** An answer that API Gateway does not take: its 500. */
export class AuthorizerAnswerError extends Error {
  override readonly name = 'AuthorizerAnswerError';
}

/**
 * Reads an authorizer's answer. ("Output from an API Gateway Lambda authorizer")
 *
 * @param payload what the function returned, as JSON text.
 * @throws {AuthorizerAnswerError}
 */
export function readAuthorizerAnswer(payload: string): AuthorizerAnswer {
  const answer = parseObject(payload);
  const { principalId, policyDocument, usageIdentifierKey } = answer;
  if (typeof principalId !== 'string' || principalId === '') {
    throw new AuthorizerAnswerError(
      `principalId is ${JSON.stringify(principalId)}. Expected: a text that is not empty`,
    );
  }
  if (typeof policyDocument !== 'object' || policyDocument === null) {
    throw new AuthorizerAnswerError(`policyDocument is ${JSON.stringify(policyDocument)}. Expected: a policy document`);
  }
  return {
    principalId,
    policyDocument,
    context: readContext(answer['context']),
    usageIdentifierKey: typeof usageIdentifierKey === 'string' ? usageIdentifierKey : undefined,
  };
}

interface RawAnswer {
  readonly [name: string]: unknown;
  readonly principalId?: unknown;
  readonly policyDocument?: unknown;
  readonly usageIdentifierKey?: unknown;
}

function parseObject(payload: string): RawAnswer {
  let answer: unknown;
  try {
    answer = JSON.parse(payload);
  } catch {
    throw new AuthorizerAnswerError('the answer is not JSON. Expected: principalId and policyDocument');
  }
  if (typeof answer === 'object' && answer !== null && !Array.isArray(answer)) return { ...answer };
  throw new AuthorizerAnswerError(`the answer is ${payload}. Expected: principalId and policyDocument`);
}

/** Strings, numbers and booleans reach the integration as strings; an object or a list is an error on AWS. */
function readContext(context: unknown): Record<string, string | null> {
  const read: Record<string, string | null> = Object.create(null);
  if (context === undefined || context === null) return read;
  if (typeof context !== 'object' || Array.isArray(context)) {
    throw new AuthorizerAnswerError(`context is ${JSON.stringify(context)}. Expected: an object of plain values`);
  }
  for (const [name, value] of Object.entries(context)) {
    if (typeof value === 'object' && value !== null) {
      const kind = Array.isArray(value) ? 'a list' : 'an object';
      throw new AuthorizerAnswerError(`context.${name} is ${kind}. Expected: a string, number or boolean`);
    }
    read[name] = value === null ? null : String(value);
  }
  return read;
}
