import type { RestMethod } from '../configuration.ts';
import { bodyTextOf, type Exchange } from '../exchange.ts';
import type { Refusal } from '../refusal.ts';
import { defaultMediaType, mediaTypeOf } from '../request-headers.ts';
import type { ModelCompiler, ModelValidator } from './models.ts';

/** Key of `request_models` for a content type without a model of its own. */
const anyContentType = '$default';

/**
 * Compiles the check of a method's body against the model of its content type. A content type without
 * a model is not checked. ("Request validation for REST APIs in API Gateway")
 */
export function compileBodyValidator(
  method: RestMethod,
  compileModel: ModelCompiler,
): (exchange: Exchange) => Refusal | undefined {
  const models = new Map<string, NamedModel>();
  for (const [contentType, name] of Object.entries(method.requestModels)) {
    models.set(contentType.toLowerCase(), { name, validate: compileModel(name, method.address) });
  }
  return (exchange) => {
    const model = models.get(mediaTypeOf(exchange.headers.get('content-type') ?? defaultMediaType));
    const applied = model ?? models.get(anyContentType);
    return applied && checkBody(exchange, applied, method);
  };
}

interface NamedModel {
  readonly name: string;
  readonly validate: ModelValidator;
}

function checkBody(exchange: Exchange, model: NamedModel, method: RestMethod): Refusal | undefined {
  const violations = violationsOf(bodyTextOf(exchange), model.validate);
  if (violations === undefined) return undefined;
  return {
    responseType: 'BAD_REQUEST_BODY',
    validationErrorString: violations,
    explanation: `the body does not match the model ${model.name} of ${method.address}: ${violations}`,
  };
}

function violationsOf(text: string, validate: ModelValidator): string | undefined {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return text === '' ? '[the body is empty]' : '[the body is not JSON]';
  }
  return validate(body);
}
