import { ApiGatewayAuthorizer } from '@cdktf/provider-aws/lib/api-gateway-authorizer/index.js';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission/index.js';
import { Construct } from 'constructs';
import type { Operation } from '../../contracts/route-table.ts';
import type { ServiceFunction } from './service-function.ts';

/** Seconds that a partner's policy is kept for its token, and so may outlive the token by. */
const partnerPolicyTtlSeconds = 60;

/** Whose ID tokens a user pool authorizer takes. */
export interface UserTokens {
  readonly userPoolArn: string;
  /** Id of the client that the tokens were given to. */
  readonly clientId: string;
}

export interface RestAuthorizersProps {
  readonly restApi: { readonly id: string; readonly executionArn: string };
  readonly users: UserTokens;
  /** A function that answers with a policy for the whole stage: the answer is kept for other methods too. */
  readonly partnerAuthorizer: ServiceFunction;
}

/** How a method asks who calls. */
export interface Authorization {
  readonly authorization: 'NONE' | 'COGNITO_USER_POOLS' | 'CUSTOM';
  readonly authorizerId?: string;
  readonly apiKeyRequired?: boolean;
}

/** The authorizers of a REST API, one for each kind of caller that signs in. */
export class RestAuthorizers extends Construct {
  readonly #user: ApiGatewayAuthorizer;
  readonly #partner: ApiGatewayAuthorizer;

  constructor(scope: Construct, id: string, { restApi, users, partnerAuthorizer }: RestAuthorizersProps) {
    super(scope, id);
    this.#user = new ApiGatewayAuthorizer(this, 'user', {
      restApiId: restApi.id,
      name: 'user',
      type: 'COGNITO_USER_POOLS',
      providerArns: [users.userPoolArn],
      identitySource: 'method.request.header.Authorization',
      // Matched against the token's `aud`. Without it, the ID token of any client of the pool would do.
      identityValidationExpression: `^${users.clientId}$`,
    });
    this.#partner = new ApiGatewayAuthorizer(this, 'partner', {
      restApiId: restApi.id,
      name: 'partner',
      type: 'TOKEN',
      authorizerUri: partnerAuthorizer.lambda.invokeArn,
      identitySource: 'method.request.header.Authorization',
      // What is no JWT is refused without a call of the function.
      identityValidationExpression: '^Bearer [A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+$',
      authorizerResultTtlInSeconds: partnerPolicyTtlSeconds,
    });
    new LambdaPermission(this, 'partner-permission', {
      statementId: 'api-gateway',
      action: 'lambda:InvokeFunction',
      functionName: partnerAuthorizer.lambda.functionName,
      principal: 'apigateway.amazonaws.com',
      sourceArn: `${restApi.executionArn}/authorizers/${this.#partner.id}`,
    });
  }

  /** @throws {RangeError} for a kind of access that no caller of a REST API can have. */
  authorizationOf({ operationId, access }: Operation): Authorization {
    switch (access.kind) {
      case 'public':
        return { authorization: 'NONE' };
      case 'user':
        return { authorization: 'COGNITO_USER_POOLS', authorizerId: this.#user.id };
      case 'partner':
        return { authorization: 'CUSTOM', authorizerId: this.#partner.id, apiKeyRequired: true };
      case 'jwt':
      case 'iam':
      case 'webhook':
        throw new RangeError(
          `the row '${operationId}' of a REST API has the access '${access.kind}'. Expected: 'user', 'partner' or 'public'`,
        );
    }
  }
}
