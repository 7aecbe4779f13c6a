import { type Check, smoke } from '../check.ts';
import { type Change, type Operator, type Resource, removal, resourcesOf } from '../mutation.ts';
import { about, operationsAt, rowsAt } from '../routes.ts';
import { type Arguments, editJson, jsonOf, recordOf, textsOf } from '../stack-values.ts';

/** What a REST API refuses before a handler runs: request validators, parameters, models. */

const checks = (resource: Resource): readonly Check[] => {
  const operations = operationsAt(resource);
  return [smoke('validation', operations.length > 0 ? about(operations) : /^/)];
};

const validatorDetached: Operator = {
  name: 'validator-detached',
  type: 'aws_api_gateway_method',
  checks,
  operations: rowsAt,
  changesOf: (method) =>
    method.arguments['request_validator_id'] === undefined ||
    !(hasModel(method) || requiredParametersOf(method).length > 0)
      ? []
      : [
          {
            part: '',
            description: 'the method has no request validator',
            apply: ({ arguments: copy }) => delete copy['request_validator_id'],
          },
        ],
};

const modelDetached: Operator = {
  name: 'model-detached',
  type: 'aws_api_gateway_method',
  checks,
  operations: rowsAt,
  changesOf: ({ arguments: args }) =>
    Object.keys(recordOf(args['request_models'])).map((contentType) => ({
      part: contentType,
      description: `bodies of ${contentType} have no model`,
      apply: ({ arguments: copy }) => delete recordOf(copy['request_models'])[contentType],
    })),
};

const parameterOptional: Operator = {
  name: 'parameter-optional',
  type: 'aws_api_gateway_method',
  checks,
  operations: rowsAt,
  changesOf: (method) =>
    requiredParametersOf(method).map((name) => ({
      part: name,
      description: `${name} is optional`,
      apply: ({ arguments: copy }) => {
        recordOf(copy['request_parameters'])[name] = false;
      },
    })),
};

/** What a validator checks, and which methods give it something to check. */
const validatorChecks: Readonly<Record<string, (method: Resource) => boolean>> = {
  validate_request_body: hasModel,
  validate_request_parameters: (method) => requiredParametersOf(method).length > 0,
};

const validatorWeakened: Operator = {
  name: 'validator-weakened',
  type: 'aws_api_gateway_request_validator',
  checks,
  changesOf: ({ address, arguments: args, document }) => {
    const methods = resourcesOf(document, 'aws_api_gateway_method').filter(
      (method) => method.arguments['request_validator_id'] === `\${${address}.id}`,
    );
    return Object.entries(validatorChecks)
      .filter(([check, concerns]) => args[check] === true && methods.some(concerns))
      .map(([check]) => ({
        part: check,
        description: `${check} is false`,
        apply: ({ arguments: copy }) => {
          copy[check] = false;
        },
      }));
  },
};

const ruleRemoved: Operator = {
  name: 'model-rule-removed',
  type: 'aws_api_gateway_model',
  checks,
  operations: rowsAt,
  changesOf: ({ arguments: args }) => ruleChanges(jsonOf(args['schema']), []),
};

const modelRemoved: Operator = {
  ...removal('model-removed', 'aws_api_gateway_model', checks, 'the model is removed'),
  operations: rowsAt,
};

export const validationOperators: readonly Operator[] = [
  validatorDetached,
  modelDetached,
  parameterOptional,
  validatorWeakened,
  ruleRemoved,
  modelRemoved,
];

function hasModel({ arguments: args }: Resource): boolean {
  return Object.keys(recordOf(args['request_models'])).length > 0;
}

/** Requests are routed by their path, so its parameters are there whatever the method says. */
function requiredParametersOf({ arguments: args }: Resource): readonly string[] {
  return Object.entries(recordOf(args['request_parameters']))
    .filter(([name, required]) => required === true && !name.startsWith('method.request.path.'))
    .map(([name]) => name);
}

/** What a schema has beside rules about values. */
const describing = new Set(['$schema', 'title', 'description', 'id', 'properties', 'items', 'required', 'definitions']);

function ruleChanges(schema: Arguments, path: readonly string[]): Change[] {
  const change = (part: string, description: string, edit: (place: Arguments) => void): Change => ({
    part: [...path, part].join('/'),
    description: `${path.join('/') || 'the body'}: ${description}`,
    apply: ({ arguments: copy }) => editJson(copy, 'schema', (document) => edit(placeAt(document, path))),
  });
  const rules = Object.keys(schema).filter((rule) => !describing.has(rule) && !isSaidElsewhere(schema, rule));
  return [
    ...textsOf(schema['required']).map((name) =>
      change(`required/${name}`, `${name} is not required`, (place) => {
        const left = textsOf(place['required']).filter((other) => other !== name);
        // Draft 4 knows no empty list.
        if (left.length > 0) place['required'] = left;
        else delete place['required'];
      }),
    ),
    ...rules.map((rule) =>
      change(rule, `no rule ${rule} ${JSON.stringify(schema[rule])}`, (place) => delete place[rule]),
    ),
    ...Object.entries(recordOf(schema['properties'])).flatMap(([name, inner]) =>
      ruleChanges(recordOf(inner), [...path, 'properties', name]),
    ),
    ...(schema['items'] === undefined ? [] : ruleChanges(recordOf(schema['items']), [...path, 'items'])),
  ];
}

/** Rules that another one of the schema says already: a list of values their type, a pattern that the text is not empty. */
function isSaidElsewhere(schema: Arguments, rule: string): boolean {
  const { pattern } = schema;
  if (rule === 'type') return schema['enum'] !== undefined;
  return rule === 'minLength' && schema[rule] === 1 && typeof pattern === 'string' && !new RegExp(pattern).test('');
}

const placeAt = (document: Arguments, path: readonly string[]): Arguments =>
  path.reduce((place, key) => recordOf(place[key]), document);
