import { Apigatewayv2Authorizer } from '@cdktf/provider-aws/lib/apigatewayv2-authorizer/index.js';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission/index.js';
import { Construct } from 'constructs';
import type { Operation } from '../../contracts/route-table.ts';
import type { ServiceFunction } from './service-function.ts';

/** Whose access tokens a JWT authorizer takes. */
export interface TokenIssuer {
  /** `https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_aBcDeFgHi` */
  readonly issuer: string;
  /** Ids of the clients that the tokens were given to. */
  readonly audience: readonly string[];
  /** Scopes that these tokens may carry: `contacts/read`. */
  readonly scopes: readonly string[];
}

export interface HttpAuthorizersProps {
  readonly api: { readonly id: string; readonly executionArn: string };
  readonly tokens: TokenIssuer;
  /** A function that says yes or no to one request alone. */
  readonly webhookAuthorizer: ServiceFunction;
}

/** How a route asks who calls. */
export interface HttpAuthorization {
  readonly authorizationType: 'NONE' | 'JWT' | 'AWS_IAM' | 'CUSTOM';
  readonly authorizerId?: string;
  readonly authorizationScopes?: string[];
}

/** What a webhook is signed with; API Gateway answers 401 by itself where one of them is missing. */
const webhookIdentitySources = ['Webhook-Signature', 'Webhook-Timestamp', 'Content-Digest'].map(
  (header) => `$request.header.${header}`,
);

/** The authorizers of an HTTP API, one for each kind of caller that it cannot tell by itself. */
export class HttpAuthorizers extends Construct {
  readonly #tokens: TokenIssuer;
  readonly #jwt: Apigatewayv2Authorizer;
  readonly #webhook: Apigatewayv2Authorizer;

  constructor(scope: Construct, id: string, { api, tokens, webhookAuthorizer }: HttpAuthorizersProps) {
    super(scope, id);
    this.#tokens = tokens;
    this.#jwt = new Apigatewayv2Authorizer(this, 'jwt', {
      apiId: api.id,
      name: 'jwt',
      authorizerType: 'JWT',
      identitySources: ['$request.header.Authorization'],
      jwtConfiguration: { issuer: tokens.issuer, audience: [...tokens.audience] },
    });
    this.#webhook = new Apigatewayv2Authorizer(this, 'webhook', {
      apiId: api.id,
      name: 'webhook',
      authorizerType: 'REQUEST',
      authorizerUri: webhookAuthorizer.lambda.invokeArn,
      authorizerPayloadFormatVersion: '2.0',
      enableSimpleResponses: true,
      identitySources: webhookIdentitySources,
      // A signature is good for one request: an answer that is kept would let a replay in unseen.
      authorizerResultTtlInSeconds: 0,
    });
    new LambdaPermission(this, 'webhook-permission', {
      statementId: 'api-gateway',
      action: 'lambda:InvokeFunction',
      functionName: webhookAuthorizer.lambda.functionName,
      principal: 'apigateway.amazonaws.com',
      sourceArn: `${api.executionArn}/authorizers/${this.#webhook.id}`,
    });
  }

  /** @throws {RangeError} for a kind of access, or a scope, that no caller of an HTTP API can have. */
  authorizationOf({ operationId, access }: Operation): HttpAuthorization {
    switch (access.kind) {
      case 'public':
        return { authorizationType: 'NONE' };
      case 'jwt':
        this.#requireScopes(operationId, access.scopes);
        return { authorizationType: 'JWT', authorizerId: this.#jwt.id, authorizationScopes: [...access.scopes] };
      case 'iam':
        return { authorizationType: 'AWS_IAM' };
      case 'webhook':
        return { authorizationType: 'CUSTOM', authorizerId: this.#webhook.id };
      case 'user':
      case 'partner':
        throw new RangeError(
          `the row '${operationId}' of an HTTP API has the access '${access.kind}'. Expected: 'jwt', 'iam', 'webhook' or 'public'`,
        );
    }
  }

  #requireScopes(operationId: string, scopes: readonly string[]): void {
    for (const scope of scopes) {
      if (!this.#tokens.scopes.includes(scope)) {
        throw new RangeError(
          `the row '${operationId}' asks for the scope '${scope}', which no token carries. Expected one of: ${this.#tokens.scopes.join(', ')}`,
        );
      }
    }
  }
}
