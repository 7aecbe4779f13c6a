import type { RestMethod } from '../configuration.ts';
import type { Exchange } from '../exchange.ts';
import type { Refusal } from '../refusal.ts';
import { compileBodyValidator } from './body.ts';
import type { ModelCompiler } from './models.ts';
import { compileParameterValidator } from './parameters.ts';

export type RequestValidator = (exchange: Exchange) => Refusal | undefined;

/**
 * Compiles a method's request validator: parameters first, then the body.
 * ("Request validation for REST APIs in API Gateway")
 *
 * @throws {GatewayConfigurationError} for a parameter or model that cannot be evaluated, validated or not.
 */
export function compileRequestValidator(method: RestMethod, compileModel: ModelCompiler): RequestValidator {
  const checkParameters = compileParameterValidator(method);
  const checkBody = compileBodyValidator(method, compileModel);
  const { validatesParameters = false, validatesBody = false } = method.validator ?? {};
  return (exchange) =>
    (validatesParameters ? checkParameters(exchange) : undefined) ?? (validatesBody ? checkBody(exchange) : undefined);
}
