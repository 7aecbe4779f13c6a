import { performance } from 'node:perf_hooks';
import { FunctionNotFoundError, type InvocationResult } from '../../../functions/invoker.ts';
import type { GatewayDependencies } from '../../gateway.ts';
import { evaluateInvokePolicy, PolicyEvaluationError } from '../../policy-evaluation.ts';
import type { RestApiConfiguration, RestLambdaAuthorizer } from '../configuration.ts';
import { GatewayConfigurationError } from '../configuration-error.ts';
import type { Exchange } from '../exchange.ts';
import { apiGatewayPrincipal, authorizerArn, functionNameOf, invokedMethodArn } from '../execute-api-arn.ts';
import { compileConfiguredPattern } from '../patterns.ts';
import { isRefusal, type Refusal } from '../refusal.ts';
import type { Authorizer } from './authorizer.ts';
import { type AuthorizerAnswer, AuthorizerAnswerError, readAuthorizerAnswer } from './authorizer-answer.ts';
import { createAuthorizerCache } from './authorizer-cache.ts';
import { buildAuthorizerEvent } from './authorizer-event.ts';
import { compileIdentitySources } from './identity-sources.ts';

/** Longest that an answer may be cached, in seconds. ("Quotas for creating, deploying and managing an API") */
const longestTtlSeconds = 3600;

/** Longest method ARN that an authorizer is asked about, in bytes. (the same page) */
const longestMethodArnBytes = 1600;

type Dependencies = Pick<GatewayDependencies, 'invoker' | 'clock'>;

/**
 * Compiles a TOKEN or REQUEST authorizer. Its answers are cached by stage and identity for the
 * authorizer's TTL; the policy is evaluated for each method, cached or not.
 * ("Use API Gateway Lambda authorizers")
 *
 * @throws {GatewayConfigurationError} for a part that cannot be evaluated.
 */
export function compileLambdaAuthorizer(
  authorizer: RestLambdaAuthorizer,
  api: RestApiConfiguration,
  dependencies: Dependencies,
): Authorizer {
  checkTtl(authorizer);
  const readIdentity = compileIdentitySources(authorizer);
  const isWellFormed = compileValidation(authorizer);
  const cache = createAuthorizerCache(authorizer.resultTtlSeconds, dependencies.clock);
  return async (exchange) => {
    const methodArn = invokedMethodArn(exchange);
    if (Buffer.byteLength(methodArn) > longestMethodArnBytes) return refuseLongArn(authorizer);
    const identity = readIdentity(exchange);
    if (!identity) return unauthorized(`the request lacks an identity source of ${authorizer.address}`);
    if (!isWellFormed(identity)) {
      return unauthorized(`the token does not match identity_validation_expression of ${authorizer.address}`);
    }
    const key = JSON.stringify([exchange.stage.name, ...identity]);
    const known = cache.get(key);
    const startedAt = performance.now();
    const answer = known ?? (await ask(authorizer, api, exchange, identity, dependencies));
    if (isRefusal(answer)) return answer;
    if (!known) cache.set(key, answer);
    admit(exchange, answer, known ? 0 : Math.round(performance.now() - startedAt));
    return decide(authorizer, answer, methodArn);
  };
}

function checkTtl({ resultTtlSeconds, address }: RestLambdaAuthorizer): void {
  if (resultTtlSeconds >= 0 && resultTtlSeconds <= longestTtlSeconds) return;
  throw new GatewayConfigurationError(
    address,
    `authorizer_result_ttl_in_seconds is ${resultTtlSeconds}. Expected: 0 to ${longestTtlSeconds}`,
  );
}

/** Only a TOKEN authorizer has an expression, over its one source. */
function compileValidation({ kind, identityValidationExpression, address }: RestLambdaAuthorizer) {
  if (kind !== 'TOKEN' || !identityValidationExpression) return () => true;
  const pattern = compileConfiguredPattern(identityValidationExpression, 'identity_validation_expression', address);
  return (identity: readonly string[]) => pattern.test(identity[0] ?? '');
}

async function ask(
  authorizer: RestLambdaAuthorizer,
  api: RestApiConfiguration,
  exchange: Exchange,
  identity: readonly string[],
  { invoker }: Dependencies,
): Promise<AuthorizerAnswer | Refusal> {
  const sourceArn = authorizerArn(api, authorizer.id);
  if (!invoker.permits(authorizer.functionArn, apiGatewayPrincipal, sourceArn)) {
    return misconfigured(
      `no aws_lambda_permission lets ${apiGatewayPrincipal} invoke ${functionNameOf(authorizer.functionArn)} ` +
        `for ${sourceArn}, as ${authorizer.address} needs`,
    );
  }
  try {
    const event = buildAuthorizerEvent(authorizer, exchange, identity);
    return readResult(authorizer, await invoker.invoke(authorizer.functionArn, event, { traceId: exchange.traceId }));
  } catch (error) {
    if (!(error instanceof FunctionNotFoundError)) throw error;
    return misconfigured(`${authorizer.address} invokes a function that does not exist: ${error.message}`);
  }
}

function readResult(authorizer: RestLambdaAuthorizer, result: InvocationResult): AuthorizerAnswer | Refusal {
  const functionName = functionNameOf(authorizer.functionArn);
  if (result.kind === 'throttle') {
    return failed(`${functionName}, the function of ${authorizer.address}, was throttled: ${result.reason}`);
  }
  if (result.functionError) {
    const message = errorMessageOf(result.payload);
    const explanation = `${functionName}, the function of ${authorizer.address}, failed: ${message}`;
    // Exactly this text is the documented way to answer 401.
    return message === 'Unauthorized' ? unauthorized(explanation) : failed(explanation);
  }
  try {
    return readAuthorizerAnswer(result.payload);
  } catch (error) {
    if (!(error instanceof AuthorizerAnswerError)) throw error;
    return misconfigured(
      `${functionName}, the function of ${authorizer.address}, answered malformed: ${error.message}`,
    );
  }
}

function errorMessageOf(payload: string): string {
  try {
    const error: unknown = JSON.parse(payload);
    if (typeof error === 'object' && error !== null && 'errorMessage' in error) return String(error.errorMessage);
  } catch {
    // Not JSON: the text itself is all there is to tell.
  }
  return payload;
}

function admit(exchange: Exchange, answer: AuthorizerAnswer, latencyMs: number): void {
  exchange.authorizer = {
    principalId: answer.principalId,
    claims: undefined,
    context: answer.context,
    integrationLatencyMs: latencyMs,
    usageIdentifierKey: answer.usageIdentifierKey,
  };
}

const deniedMessage = 'User is not authorized to access this resource';

function decide(authorizer: RestLambdaAuthorizer, answer: AuthorizerAnswer, methodArn: string): Refusal | undefined {
  try {
    const decision = evaluateInvokePolicy(answer.policyDocument, methodArn);
    if (decision === 'allow') return undefined;
    const isExplicit = decision === 'explicit-deny';
    return {
      responseType: 'ACCESS_DENIED',
      message: isExplicit ? `${deniedMessage} with an explicit deny in an identity-based policy` : deniedMessage,
      explanation: `the policy of ${authorizer.address} for ${answer.principalId} ${isExplicit ? 'denies' : 'does not allow'} ${methodArn}`,
    };
  } catch (error) {
    if (!(error instanceof PolicyEvaluationError)) throw error;
    return misconfigured(`the policy that ${authorizer.address} returned cannot be evaluated: ${error.message}`);
  }
}

const unauthorized = (explanation: string): Refusal => ({ responseType: 'UNAUTHORIZED', explanation });
const failed = (explanation: string): Refusal => ({ responseType: 'AUTHORIZER_FAILURE', explanation });
const misconfigured = (explanation: string): Refusal => ({
  responseType: 'AUTHORIZER_CONFIGURATION_ERROR',
  explanation,
});

const refuseLongArn = ({ address }: RestLambdaAuthorizer): Refusal => ({
  responseType: 'DEFAULT_4XX',
  status: 414,
  errorType: 'RequestURITooLongException',
  message: 'Request URI too long',
  explanation: `the method's ARN is longer than the ${longestMethodArnBytes} bytes that ${address} can be asked about`,
});
