import { ApiGatewayModel } from '@cdktf/provider-aws/lib/api-gateway-model/index.js';
import { ApiGatewayRequestValidator } from '@cdktf/provider-aws/lib/api-gateway-request-validator/index.js';
import { Construct } from 'constructs';
import type { Operation } from '../../contracts/route-table.ts';
import { type SchemaName, schemas } from '../../contracts/schemas/registry.ts';
import { requestModelSchema } from './request-model.ts';

/** What a method says about the requests that it takes. */
export interface RequestChecks {
  readonly requestValidatorId: string;
  /** `method.request.querystring.limit` -> required. */
  readonly requestParameters: Record<string, boolean>;
  readonly requestModels?: Record<string, string>;
}

/**
 * The validators of a REST API, and a model for each schema that a body has. A body of another
 * content type than JSON has no model, so API Gateway lets it pass: handlers validate always.
 */
export class RequestValidation extends Construct {
  readonly #restApiId: string;
  readonly #models = new Map<SchemaName, ApiGatewayModel>();
  readonly #withBody: ApiGatewayRequestValidator;
  readonly #withoutBody: ApiGatewayRequestValidator;

  constructor(scope: Construct, id: string, restApiId: string) {
    super(scope, id);
    this.#restApiId = restApiId;
    this.#withBody = this.#validator('parameters-and-body', true);
    this.#withoutBody = this.#validator('parameters', false);
  }

  /** @throws {RequestModelError} if the body's schema is none that a model can state. */
  checksOf(operation: Operation): RequestChecks {
    const requestParameters = requestParametersOf(operation);
    if (!operation.body) return { requestValidatorId: this.#withoutBody.id, requestParameters };
    return {
      requestValidatorId: this.#withBody.id,
      requestParameters,
      requestModels: { 'application/json': this.#model(operation.body).name },
    };
  }

  #validator(name: string, validateRequestBody: boolean): ApiGatewayRequestValidator {
    const restApiId = this.#restApiId;
    return new ApiGatewayRequestValidator(this, name, {
      restApiId,
      name,
      validateRequestParameters: true,
      validateRequestBody,
    });
  }

  #model(name: SchemaName): ApiGatewayModel {
    const model =
      this.#models.get(name) ??
      new ApiGatewayModel(this, name, {
        restApiId: this.#restApiId,
        name,
        contentType: 'application/json',
        schema: requestModelSchema(name, schemas[name]),
      });
    this.#models.set(name, model);
    return model;
  }
}

function requestParametersOf(operation: Operation): Record<string, boolean> {
  const path = operation.pathParameters.map(({ name }) => [`method.request.path.${name}`, true]);
  const query = operation.queryParameters.map(({ name, required }) => [`method.request.querystring.${name}`, required]);
  const key = operation.idempotency === 'key' ? [['method.request.header.Idempotency-Key', false]] : [];
  // Never required here: without it the answer is the handler's 428, which a validator cannot give.
  const version = operation.ifMatch ? [['method.request.header.If-Match', false]] : [];
  return Object.fromEntries([...path, ...query, ...key, ...version]);
}
