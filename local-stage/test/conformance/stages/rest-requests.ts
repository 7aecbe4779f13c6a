import { caseOf } from '../case-files.ts';
import { type DocumentPart, reference } from '../documents/document.ts';
import { restApiDocument } from '../documents/rest-api.ts';

const number = { type: 'number' };
const numbers = {
  $schema: 'http://json-schema.org/draft-04/schema#',
  type: 'object',
  properties: { a: number, b: number },
  required: ['a', 'b'],
};
const pets = {
  $schema: 'http://json-schema.org/draft-04/schema#',
  type: 'object',
  properties: {
    name: { type: 'string' },
    type: { type: 'string', enum: ['cat', 'dog', 'fish'] },
    price: { type: 'number', minimum: 25, maximum: 500 },
  },
};
const modelB = `https://apigateway.amazonaws.com/restapis/${reference('aws_api_gateway_rest_api.models', 'id')}/models/B`;
const everything = { body: true, parameters: true };
const required = {
  'method.request.header.x-header-param': true,
  'method.request.path.issuer': true,
  'method.request.querystring.qs1': true,
};
const numbersMethod = {
  function: 'echo',
  validates: everything,
  method: { request_parameters: required, request_models: { 'application/json': 'Numbers' } },
};

/** What becomes of a request before it reaches a function: routing, paths, queries, validation, the log. */
export const restRequestsDocument: readonly DocumentPart[] = [
  restApiDocument('plain', {
    methods: { 'GET /x': 'echo', 'POST /x': 'echo', 'GET /throttled': 'echo' },
    settings: { 'throttled/GET': { throttling_rate_limit: 0, throttling_burst_limit: 0 } },
  }),
  restApiDocument('clf', {
    methods: { 'GET /x': 'echo' },
    stages: { stage: { access_log_settings: [logTo('clf', caseOf('rest-api', 'rest-log-clf').expect.format ?? '')] } },
  }),
  restApiDocument('timed_out', {
    methods: { 'GET /slow': { function: 'sleep', integration: { timeout_milliseconds: 50 } } },
    stages: {
      stage: {
        access_log_settings: [
          logTo(
            'timed_out',
            '$context.requestId|$context.status|$context.error.responseType|$context.error.message|$context.error.messageString',
          ),
        ],
      },
    },
  }),
  restApiDocument('paths', {
    methods: { 'ANY /{proxy+}': 'echo', 'ANY /hardcoded': 'echo' },
    stages: { stage: {}, test: {} },
  }),
  restApiDocument('parameters', {
    methods: { 'POST /users/{username}/orders/{orderName}': 'echo' },
    stages: { test: {} },
  }),
  restApiDocument('fallback', {
    methods: { 'ANY /{proxy+}': 'echo', 'GET /jobs/{operation_type}': 'echo', 'OPTIONS /cors_only': { mock: {} } },
  }),
  restApiDocument('literal', {
    methods: { 'GET /part1': 'echo', 'GET /{param+}': 'echo', 'GET /part1/hardcoded-value': 'echo' },
  }),
  restApiDocument('siblings', {
    methods: { 'POST /test': 'echo', 'ANY /test/any': 'echo', 'OPTIONS /{proxy+}': 'echo' },
  }),
  restApiDocument('users', { methods: { 'GET /users/{userId}': 'echo', 'PATCH /users/me': 'echo' } }),
  restApiDocument('validated', {
    methods: {
      'GET /{issuer}': numbersMethod,
      'POST /{issuer}': numbersMethod,
      'POST /mocks/never': { mock: {}, integration: { passthrough_behavior: 'NEVER' } },
      'POST /mocks/no-match': { mock: {}, integration: { passthrough_behavior: 'WHEN_NO_MATCH' } },
    },
    models: { Numbers: numbers },
  }),
  restApiDocument('validation', {
    methods: {
      'GET /validation': {
        function: 'echo',
        validates: { parameters: true },
        method: {
          request_parameters: { 'method.request.header.h1': true, 'method.request.querystring.q1': true },
        },
      },
      'POST /validation': {
        function: 'echo',
        validates: { body: true },
        method: { request_models: { 'application/json': 'Pets' } },
      },
    },
    models: { Pets: pets },
  }),
  restApiDocument('models', {
    methods: {
      'POST /x': {
        function: 'echo',
        validates: { body: true },
        method: { request_models: { 'application/json': reference('aws_api_gateway_model.models_A', 'name') } },
      },
      'POST /one-of': {
        function: 'echo',
        validates: { body: true },
        method: { request_models: { 'application/json': reference('aws_api_gateway_model.models_OneOf', 'name') } },
      },
    },
    models: {
      A: { $ref: modelB },
      B: numbers,
      OneOf: {
        $schema: 'http://json-schema.org/draft-04/schema#',
        type: 'object',
        properties: { ref: { oneOf: [{ type: 'null' }, { $ref: modelB }] } },
        required: ['ref'],
      },
    },
  }),
];

function logTo(api: string, format: string) {
  return { destination_arn: reference(`aws_cloudwatch_log_group.access_${api}`, 'arn'), format };
}
