import type { GatewayDependencies } from '../gateway.ts';
import { evaluateInvokePolicy, PolicyEvaluationError } from '../policy-evaluation.ts';
import { authorizerSourceArn, functionNameOf, routeArn } from './arns.ts';
import { type AuthorizerAnswer, AuthorizerAnswerError, readAuthorizerAnswer } from './authorizer-answer.ts';
import { createAuthorizerCache } from './authorizer-cache.ts';
import type { HttpApiConfiguration, HttpLambdaAuthorizer } from './configuration.ts';
import { HttpApiConfigurationError } from './configuration-error.ts';
import { renderAuthorizerEventV1 } from './event-v1.ts';
import { renderAuthorizerEventV2 } from './event-v2.ts';
import type { Authorizer, RouteAuthorization, RoutedExchange } from './exchange.ts';
import { compileIdentitySource, readIdentities } from './identity-sources.ts';
import { invokeWithin, isInvocationPermitted } from './invocation.ts';
import { Refusal } from './refusal.ts';

/** ("Quotas for HTTP APIs": timeout for a Lambda authorizer's response, 10,000 milliseconds) */
const authorizerTimeoutMs = 10_000;
/** ("Create an authorizer", authorizerResultTtlInSeconds) */
const longestTtlSeconds = 3600;

const eventRenderers = { '1.0': renderAuthorizerEventV1, '2.0': renderAuthorizerEventV2 };

/**
 * Authorizes by asking a function; one authorizer and its cache serve all routes that name it.
 * ("Control access to HTTP APIs with AWS Lambda authorizers")
 *
 * @throws {HttpApiConfigurationError} for a combination that AWS would not take.
 */
export function createLambdaAuthorizer(
  authorizer: HttpLambdaAuthorizer,
  api: HttpApiConfiguration,
  dependencies: GatewayDependencies,
): Authorizer {
  requireSound(authorizer);
  const sources = authorizer.identitySources.map((source) => compileIdentitySource(source, authorizer.address));
  const cache = createAuthorizerCache<AuthorizerAnswer>(authorizer.resultTtlSeconds, dependencies.clock);

  return async (exchange) => {
    const identities = readIdentities(sources, exchange);
    if (!identities) {
      const expected = authorizer.identitySources.join(' and ');
      throw new Refusal('unauthorized', `${authorizer.address}: the request lacks an identity. Expected: ${expected}`);
    }
    const arn = routeArn(api, exchange.stage.configuration.name, exchange.request.method, exchange.routePath);
    const cacheKey = JSON.stringify([exchange.stage.configuration.name, ...identities]);
    let answer = cache.get(cacheKey);
    if (!answer) {
      answer = await askFunction(exchange, { authorizer, api, dependencies, arn, identities });
      cache.set(cacheKey, answer);
    }
    return decide(answer, arn, authorizer);
  };
}

function requireSound({ address, enableSimpleResponses, identitySources, ...authorizer }: HttpLambdaAuthorizer): void {
  const { payloadFormatVersion, resultTtlSeconds } = authorizer;
  if (enableSimpleResponses && payloadFormatVersion !== '2.0') {
    throw new HttpApiConfigurationError(address, 'simple responses need authorizer_payload_format_version = "2.0"');
  }
  if (!(resultTtlSeconds >= 0 && resultTtlSeconds <= longestTtlSeconds)) {
    throw new HttpApiConfigurationError(
      address,
      `its result TTL is ${resultTtlSeconds} s. Expected: 0 to ${longestTtlSeconds}`,
    );
  }
  if (resultTtlSeconds > 0 && identitySources.length === 0) {
    throw new HttpApiConfigurationError(
      address,
      `its results are kept ${resultTtlSeconds} s but it has no identity source to keep them by. Add one, or set authorizer_result_ttl_in_seconds = 0`,
    );
  }
}

interface Question {
  readonly authorizer: HttpLambdaAuthorizer;
  readonly api: HttpApiConfiguration;
  readonly dependencies: GatewayDependencies;
  readonly arn: string;
  readonly identities: readonly string[];
}

async function askFunction(exchange: RoutedExchange, question: Question): Promise<AuthorizerAnswer> {
  const { authorizer, api, dependencies, arn, identities } = question;
  const { functionArn } = authorizer;
  const sourceArn = authorizerSourceArn(api, authorizer.id);
  if (!isInvocationPermitted(dependencies, functionArn, sourceArn)) {
    throw failure(
      authorizer,
      `no aws_lambda_permission lets apigateway.amazonaws.com invoke ${functionArn} for ${sourceArn}`,
    );
  }
  const payload = eventRenderers[authorizer.payloadFormatVersion](exchange, arn, identities);
  const outcome = await invokeWithin(dependencies, {
    functionArn,
    payload,
    timeoutMs: authorizerTimeoutMs,
    traceId: exchange.traceId,
  });
  if (outcome.kind !== 'answer') throw failure(authorizer, withoutAnswer[outcome.kind](functionArn));
  if (outcome.functionError)
    throw failure(authorizer, `${functionNameOf(functionArn)} failed: ${outcome.payload.slice(0, 500)}`);
  return readOrFail(outcome.payload, authorizer);
}

const withoutAnswer = {
  timeout: (functionArn: string) => `${functionNameOf(functionArn)} did not answer within ${authorizerTimeoutMs} ms`,
  throttle: (functionArn: string) => `Lambda throttled ${functionNameOf(functionArn)}`,
  'not-found': (functionArn: string) => `no function has the ARN ${functionArn}`,
};

function readOrFail(payload: string, authorizer: HttpLambdaAuthorizer): AuthorizerAnswer {
  try {
    return readAuthorizerAnswer(payload, authorizer);
  } catch (error) {
    if (!(error instanceof AuthorizerAnswerError)) throw error;
    throw failure(authorizer, `the answer of ${functionNameOf(authorizer.functionArn)} is malformed: ${error.message}`);
  }
}

function decide(answer: AuthorizerAnswer, arn: string, authorizer: HttpLambdaAuthorizer): RouteAuthorization {
  const decision = answer.kind === 'simple' ? simpleDecision(answer.isAuthorized) : evaluate(answer, arn, authorizer);
  if (decision !== 'allow') {
    const name = functionNameOf(authorizer.functionArn);
    throw new Refusal('forbidden', `${authorizer.address}: ${name} denied ${arn} (${decision})`);
  }
  const principalId = answer.kind === 'policy' ? answer.principalId : undefined;
  return { kind: 'CUSTOM', principalId, context: answer.context };
}

const simpleDecision = (isAuthorized: boolean) => (isAuthorized ? 'allow' : 'isAuthorized: false');

function evaluate({ policyDocument }: { policyDocument: unknown }, arn: string, authorizer: HttpLambdaAuthorizer) {
  try {
    return evaluateInvokePolicy(policyDocument, arn);
  } catch (error) {
    if (!(error instanceof PolicyEvaluationError)) throw error;
    throw failure(authorizer, `the policy of ${functionNameOf(authorizer.functionArn)} is unusable: ${error.message}`);
  }
}

function failure({ address }: HttpLambdaAuthorizer, problem: string): Refusal {
  return new Refusal('authorizer-failure', `${address}: ${problem}`, { authorizerError: problem });
}
