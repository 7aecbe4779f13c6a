import { AccessDenied } from '../../../services/iam/authorization.ts';
import { AwsError, type Caller } from '../../../services/service.ts';
import type { GatewayDependencies } from '../../gateway.ts';
import type { RestMethod } from '../configuration.ts';
import type { Exchange } from '../exchange.ts';
import { invokedMethodArn } from '../execute-api-arn.ts';
import type { Refusal } from '../refusal.ts';
import { refuseAuthorizationHeader } from './authorization-header.ts';
import type { Authorizer } from './authorizer.ts';
import { describeSignedRequest, refuseSignature } from './signature.ts';

/**
 * Compiles AWS_IAM for one method: the signature is verified, then the caller's policies are asked for
 * `execute-api:Invoke` on the method as called. ("Control access to a REST API with IAM permissions")
 */
export function compileIamAuthorizer(
  method: RestMethod,
  { signatureVerifier, authorization }: Pick<GatewayDependencies, 'signatureVerifier' | 'authorization'>,
): Authorizer {
  return (exchange) => {
    const malformed = refuseAuthorizationHeader(exchange, `${method.address} takes AWS_IAM`);
    if (malformed) return malformed;
    let caller: Caller | null;
    try {
      caller = signatureVerifier.verify(describeSignedRequest(exchange), { service: 'execute-api' });
    } catch (error) {
      if (error instanceof AwsError) return refuseSignature(error, method.address);
      throw error;
    }
    if (!caller) return refuseUnsigned(method);
    exchange.caller = caller;
    return refuseDenied(caller, exchange);
  };

  function refuseDenied(caller: Caller, exchange: Exchange): Refusal | undefined {
    const methodArn = invokedMethodArn(exchange);
    try {
      authorization.require(caller, 'execute-api:Invoke', methodArn);
      return undefined;
    } catch (error) {
      if (!(error instanceof AccessDenied)) throw error;
      return {
        responseType: 'ACCESS_DENIED',
        message: error.message.replaceAll(methodArn, maskAccountId(methodArn)),
        explanation: `${error.message} (${method.address} takes AWS_IAM)`,
      };
    }
  }
}

const refuseUnsigned = ({ address }: RestMethod): Refusal => ({
  responseType: 'MISSING_AUTHENTICATION_TOKEN',
  explanation: `${address} takes AWS_IAM, but the request carries no signature`,
});

/** AWS shows a caller the last four digits of the account alone. */
const maskAccountId = (methodArn: string) => methodArn.replace(/:\d{8}(\d{4}):/, ':********$1:');
