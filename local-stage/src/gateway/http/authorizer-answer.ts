import type { HttpLambdaAuthorizer } from './configuration.ts';

/** What a Lambda authorizer decided; a policy is evaluated anew for every route that it is used for. */
export type AuthorizerAnswer =
  | { readonly kind: 'simple'; readonly isAuthorized: boolean; readonly context: AuthorizerContext }
  | {
      readonly kind: 'policy';
      readonly policyDocument: unknown;
      readonly principalId: string | undefined;
      readonly context: AuthorizerContext;
    };

/** What the authorizer hands to the integration; `null` if nothing. */
type AuthorizerContext = Readonly<Record<string, unknown>> | null;

/** An answer in none of the documented forms. */
export class AuthorizerAnswerError extends Error {
  override readonly name = 'AuthorizerAnswerError';
}

/**
 * Reads what a Lambda authorizer returned: `{isAuthorized}` where simple responses are enabled, an IAM
 * policy where not.
 *
 * @param payload JSON text.
 * @throws {AuthorizerAnswerError}
 */
export function readAuthorizerAnswer(payload: string, authorizer: HttpLambdaAuthorizer): AuthorizerAnswer {
  const answer = parseObject(payload);
  const context = readContext(answer['context']);
  if (authorizer.enableSimpleResponses) {
    return { kind: 'simple', isAuthorized: readIsAuthorized(answer['isAuthorized']), context };
  }
  const { policyDocument, principalId } = answer;
  if (!isObject(policyDocument)) {
    throw new AuthorizerAnswerError('it has no policyDocument. Expected: an IAM policy, as simple responses are off');
  }
  return { kind: 'policy', policyDocument, principalId: readPrincipal(principalId), context };
}

function parseObject(payload: string): Readonly<Record<string, unknown>> {
  let answer: unknown;
  try {
    answer = JSON.parse(payload);
  } catch {
    throw new AuthorizerAnswerError('it is no JSON');
  }
  if (isObject(answer)) return answer;
  throw new AuthorizerAnswerError(`it is ${JSON.stringify(answer)}. Expected: an object`);
}

function readIsAuthorized(isAuthorized: unknown): boolean {
  if (typeof isAuthorized === 'boolean') return isAuthorized;
  throw new AuthorizerAnswerError(`its isAuthorized is ${JSON.stringify(isAuthorized)}. Expected: true or false`);
}

function readContext(context: unknown): AuthorizerContext {
  if (context === undefined || context === null) return null;
  if (isObject(context)) return context;
  throw new AuthorizerAnswerError(`its context is ${JSON.stringify(context)}. Expected: an object`);
}

function readPrincipal(principalId: unknown): string | undefined {
  if (principalId === undefined || typeof principalId === 'string') return principalId;
  throw new AuthorizerAnswerError(`its principalId is ${JSON.stringify(principalId)}. Expected: a string`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
