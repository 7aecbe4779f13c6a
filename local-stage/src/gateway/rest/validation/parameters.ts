import type { RestMethod } from '../configuration.ts';
import { GatewayConfigurationError } from '../configuration-error.ts';
import type { Exchange } from '../exchange.ts';
import type { Refusal } from '../refusal.ts';
import { compileRequestValue } from '../request-parameters.ts';

/**
 * Compiles the check that a method's required parameters are there and not blank.
 *
 * @throws {GatewayConfigurationError} for a parameter that is no `method.request.{header|querystring|path}.NAME`.
 */
export function compileParameterValidator(method: RestMethod): (exchange: Exchange) => Refusal | undefined {
  const required = Object.entries(method.requestParameters)
    .filter(([, isRequired]) => isRequired)
    .map(([place]) => compileParameter(place, method.address));
  return (exchange) => {
    const missing = required.filter(({ value }) => (value(exchange) ?? '').trim() === '').map(({ name }) => name);
    if (missing.length === 0) return undefined;
    const message = `Missing required request parameters: [${missing.join(', ')}]`;
    return {
      responseType: 'BAD_REQUEST_PARAMETERS',
      message,
      explanation: `request_parameters of ${method.address} requires ${missing.join(', ')}, missing or blank in the request`,
    };
  };
}

function compileParameter(place: string, address: string) {
  const name = /^method\.request\.(?:header|querystring|path)\.(.+)$/.exec(place)?.[1];
  const value = compileRequestValue(place);
  if (name !== undefined && value) return { name, value };
  throw new GatewayConfigurationError(
    address,
    `request_parameters requires ${place}. Expected: method.request.{header|querystring|path}.NAME`,
  );
}
