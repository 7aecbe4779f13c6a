import { GatewayConfigurationError } from './configuration-error.ts';
import type { Exchange } from './exchange.ts';
import { compileRequestValue, type RequestValue } from './request-parameters.ts';

/**
 * A place of the request as a template names it. A `$context` name is dotted words; only below
 * `authorizer` (claims) and in method request parameters may a name hold hyphens or colons.
 */
const placePattern =
  /\$(context\.authorizer(?:\.[\w:-]*\w)+|context\.\w+(?:\.\w+)*|stageVariables\.\w+|method\.request\.(?:header|querystring|path)\.[\w-]*\w)/;

/** What would need the velocity engine, which AWS does not run for gateway responses. */
const velocityPattern = /#(?:set|if|elseif|else|end|foreach|macro|define|stop|parse|include)\b|\$!?\{?(?:input|util)\b/;

/**
 * Compiles a gateway response's template: variables are substituted, nothing else happens.
 * ("Gateway responses for REST APIs in API Gateway": no mapping engine is run)
 *
 * @throws {GatewayConfigurationError} for a template with velocity directives.
 */
export function compileGatewayResponseTemplate(template: string, address: string): (exchange: Exchange) => string {
  const directive = velocityPattern.exec(template)?.[0];
  if (directive !== undefined) {
    throw new GatewayConfigurationError(
      address,
      `its response template has ${directive}, but API Gateway only substitutes variables in a gateway response. ` +
        'Expected: $context, $stageVariables and $method.request variables',
    );
  }
  // Splitting by a pattern with one group alternates: text, place, text, place, ..., text.
  const parts = template
    .split(new RegExp(placePattern, 'g'))
    .map((part, index): RequestValue => (index % 2 === 0 ? () => part : (compileRequestValue(part) ?? (() => part))));
  return (exchange) => parts.map((part) => part(exchange) ?? '').join('');
}
