import AjvDraft04 from 'ajv-draft-04';
import type { RestApiConfiguration } from '../configuration.ts';
import { GatewayConfigurationError } from '../configuration-error.ts';
import { draft4Formats } from './formats.ts';
import { describeViolations } from './violations.ts';

/** Checks a parsed body against a model; gives the violations as AWS words them, or `undefined` for a valid body. */
export type ModelValidator = (body: unknown) => string | undefined;

/** Compiles a model by its name, for the resource at an address that uses it. */
export type ModelCompiler = (modelName: string, usedBy: string) => ModelValidator;

/** Models that every REST API has from its creation. ("Data models for REST APIs") */
const builtInModels: Readonly<Record<string, unknown>> = {
  Empty: { $schema: 'http://json-schema.org/draft-04/schema#', title: 'Empty Schema', type: 'object' },
  Error: {
    $schema: 'http://json-schema.org/draft-04/schema#',
    title: 'Error Schema',
    type: 'object',
    properties: { message: { type: 'string' } },
  },
};

/** The latest of each API, by its address: most documents that are read again have the models of before. */
const compilers = new Map<string, { readonly madeOf: string; readonly compiler: ModelCompiler }>();

/** Prepares an API's models: each by the URL by which another one may refer to it with `$ref`. */
export function createModelCompiler(api: RestApiConfiguration): ModelCompiler {
  const madeOf = JSON.stringify([api.id, api.models]);
  const known = compilers.get(api.address);
  if (known?.madeOf === madeOf) return known.compiler;
  const compiler = prepareModels(api);
  compilers.set(api.address, { madeOf, compiler });
  return compiler;
}

function prepareModels(api: RestApiConfiguration): ModelCompiler {
  const ajv = new AjvDraft04.default({
    allErrors: true,
    // Violations name the value that was found.
    verbose: true,
    // API Gateway's validator passes over keywords and formats that it does not know.
    strict: false,
    logger: false,
    formats: { ...draft4Formats },
    code: { regExp: compilePattern },
  });
  const schemas: Record<string, unknown> = { ...builtInModels };
  for (const [name, model] of Object.entries(api.models)) schemas[name] = model.schema;
  for (const [name, schema] of Object.entries(schemas)) addModel(ajv, api, name, schema);
  const validators = new Map<string, ModelValidator>();
  return (modelName, usedBy) => {
    const validator = validators.get(modelName) ?? compileModel(ajv, api, schemas, modelName, usedBy);
    validators.set(modelName, validator);
    return validator;
  };
}

type Ajv = InstanceType<typeof AjvDraft04.default>;

const modelUrl = (api: RestApiConfiguration, name: string) =>
  `https://apigateway.amazonaws.com/restapis/${api.id}/models/${name}`;

function addModel(ajv: Ajv, api: RestApiConfiguration, name: string, schema: unknown): void {
  try {
    if (typeof schema !== 'object' || schema === null) throw new TypeError('a schema is a JSON object');
    ajv.addSchema(schema, modelUrl(api, name));
  } catch (error) {
    throw invalidModel(api, name, error);
  }
}

function compileModel(
  ajv: Ajv,
  api: RestApiConfiguration,
  schemas: Readonly<Record<string, unknown>>,
  name: string,
  usedBy: string,
): ModelValidator {
  if (!Object.hasOwn(schemas, name)) {
    const known = Object.keys(schemas).sort().join(', ');
    throw new GatewayConfigurationError(usedBy, `request_models names the model ${name}. Expected one of: ${known}`);
  }
  const validate = compileSchema(ajv, api, name);
  return (body) => (validate(body) ? undefined : describeViolations(validate.errors ?? []));
}

function compileSchema(ajv: Ajv, api: RestApiConfiguration, name: string) {
  try {
    const validate = ajv.getSchema(modelUrl(api, name));
    if (!validate) throw new Error('it was not compiled');
    return validate;
  } catch (error) {
    throw invalidModel(api, name, error);
  }
}

function invalidModel(api: RestApiConfiguration, name: string, error: unknown): GatewayConfigurationError {
  const reason = error instanceof Error ? error.message : String(error);
  return new GatewayConfigurationError(
    api.address,
    `the model ${name} is no draft-4 JSON schema that can be evaluated: ${reason}`,
    { cause: error },
  );
}

/** Unicode matching first, as \p needs it; patterns that only the older, laxer syntax allows are AWS's to accept. */
const compilePattern = Object.assign(
  (pattern: string) => {
    try {
      return new RegExp(pattern, 'u');
    } catch {
      return new RegExp(pattern);
    }
  },
  { code: 'new RegExp' },
);
