import type { GatewayDependencies } from '../../gateway.ts';
import type { RestApiConfiguration, RestAuthorizer, RestMethod } from '../configuration.ts';
import { GatewayConfigurationError } from '../configuration-error.ts';
import type { Authorizer } from './authorizer.ts';
import { compileCognitoAuthorizer, createTokenReader, type TokenReader } from './cognito.ts';
import { compileIamAuthorizer } from './iam.ts';
import { compileLambdaAuthorizer } from './lambda.ts';

/** Compiles the authorizer of a method; `undefined` for a method that is open. */
export type AuthorizerCompiler = (method: RestMethod) => Authorizer | undefined;

/**
 * Prepares an API's authorizers. What one remembers (cached answers, verified tokens) is shared by its methods.
 *
 * @throws {GatewayConfigurationError} for an authorizer that cannot be evaluated, used by a method or not.
 */
export function createAuthorizerCompiler(
  api: RestApiConfiguration,
  dependencies: GatewayDependencies,
): AuthorizerCompiler {
  const lambda = new Map<string, Authorizer>();
  const tokenReaders = new Map<string, TokenReader>();
  for (const [id, authorizer] of Object.entries(api.authorizers)) {
    if (authorizer.kind === 'COGNITO_USER_POOLS') tokenReaders.set(id, createTokenReader(authorizer, dependencies));
    else lambda.set(id, compileLambdaAuthorizer(authorizer, api, dependencies));
  }
  return (method) => {
    if (method.authorization === 'NONE') return undefined;
    if (method.authorization === 'AWS_IAM') return compileIamAuthorizer(method, dependencies);
    const { id, authorizer } = authorizerOf(api, method);
    const readToken = tokenReaders.get(id);
    return authorizer.kind === 'COGNITO_USER_POOLS' && readToken
      ? compileCognitoAuthorizer(authorizer, method, readToken)
      : lambda.get(id);
  };
}

/** The authorizer that a method names, of the kind that its authorization says. */
function authorizerOf(api: RestApiConfiguration, method: RestMethod): { id: string; authorizer: RestAuthorizer } {
  const { authorizerId: id, authorization, address } = method;
  const authorizer = id === undefined ? undefined : api.authorizers[id];
  if (id === undefined || !authorizer) {
    throw new GatewayConfigurationError(
      address,
      `authorization is ${authorization}, but authorizer_id ${id} is no authorizer of ${api.address}`,
    );
  }
  const expected = authorizer.kind === 'COGNITO_USER_POOLS' ? 'COGNITO_USER_POOLS' : 'CUSTOM';
  if (authorization !== expected) {
    throw new GatewayConfigurationError(
      address,
      `authorization is ${authorization}, but ${authorizer.address} is of type ${authorizer.kind}. Expected: ${expected}`,
    );
  }
  return { id, authorizer };
}
