import type { DocumentPart } from '../documents/document.ts';
import { restApiDocument } from '../documents/rest-api.ts';

const options = {
  mock: {
    headers: {
      'Access-Control-Allow-Origin': "'*'",
      'Access-Control-Allow-Methods': "'OPTIONS,GET'",
      'Access-Control-Allow-Headers': "'Content-Type,Authorization'",
    },
  },
};

const everyMethod = "'DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT'";
const withStatusOverride = '#set($context.responseOverride.status = 444) {"statusCode": 200}';
const json = 'application/json';

/** What becomes of an answer: proxy answers, binary answers, mocks, failures, the gateway's own answers. */
export const restAnswersDocument: readonly DocumentPart[] = [
  restApiDocument('answers', { methods: { 'POST /x': 'parse' } }),
  restApiDocument('failing', {
    methods: {
      'GET /fail': 'fail',
      'GET /fail-at-import': 'failAtImport',
      'GET /lambda-timeout': 'sleepLong',
      'GET /slow': { function: 'sleep', integration: { timeout_milliseconds: 50 } },
      'GET /big': 'big',
      'GET /x': 'echo',
      'GET /unpermitted': 'unpermitted',
      'GET /non-post': { function: 'echo', integration: { integration_http_method: 'GET' } },
    },
    unpermitted: ['unpermitted'],
  }),
  restApiDocument('binary', {
    methods: { 'GET /img': 'image', 'GET /unflagged': 'unflaggedImage', 'POST /x': 'echo' },
    api: { binary_media_types: ['image/png'] },
  }),
  restApiDocument('binary_application', {
    methods: { 'GET /x': 'image' },
    api: { binary_media_types: ['application/*'] },
  }),
  restApiDocument('binary_octets', {
    methods: { 'GET /bin': 'octets', 'POST /binary': 'bounce' },
    stages: { api: {} },
    api: { binary_media_types: ['application/octet-stream', 'application/x-tar'] },
  }),
  restApiDocument('binary_all', {
    methods: { 'POST /users/{userId}/avatar': 'echo' },
    stages: { test: {} },
    api: { binary_media_types: ['*/*'] },
  }),
  restApiDocument('cors', {
    methods: {
      'OPTIONS /x': options,
      'GET /x': 'echo',
      'GET /plain': 'echo',
      'ANY /any': 'echo',
      'OPTIONS /any': { mock: { headers: { 'Access-Control-Allow-Methods': everyMethod } } },
      'OPTIONS /without-status': { mock: {}, integration: { request_templates: { [json]: '{}' } } },
      'GET /override': { mock: {}, integration: { request_templates: { [json]: withStatusOverride } } },
      'GET /mock': { mock: {} },
    },
  }),
  restApiDocument('responses', {
    methods: {
      'GET /iam': { function: 'echo', authorization: 'AWS_IAM' },
      'GET /auth': { function: 'echo', authorizer: 'token' },
    },
    authorizers: { token: { function: 'policyAuthorizer' } },
    gatewayResponses: {
      DEFAULT_4XX: { response_parameters: { 'gatewayresponse.header.Access-Control-Allow-Origin': "'*'" } },
      UNAUTHORIZED: {
        response_parameters: { 'gatewayresponse.header.X-Specific': "'yes'" },
        response_templates: { [json]: '{"only":"specific"}' },
      },
    },
  }),
  restApiDocument('responses_404', {
    methods: { 'GET /x': 'echo' },
    gatewayResponses: {
      MISSING_AUTHENTICATION_TOKEN: {
        status_code: '404',
        response_parameters: { 'gatewayresponse.header.X-Custom': "'yes'" },
        response_templates: { [json]: '{"error":$context.error.messageString,"path":"$context.path"}' },
      },
    },
  }),
  restApiDocument('responses_5xx', {
    methods: { 'GET /fail': 'fail', 'GET /token': { function: 'echo', authorizer: 'token' } },
    authorizers: { token: { function: 'policyAuthorizer' } },
    gatewayResponses: {
      DEFAULT_5XX: {
        status_code: '599',
        response_parameters: { 'gatewayresponse.header.X-Default': "'yes'" },
        response_templates: { [json]: '{"error":$context.error.messageString}' },
      },
      AUTHORIZER_FAILURE: { response_parameters: { 'gatewayresponse.header.foo': "'bar'" } },
      DEFAULT_4XX: {
        response_templates: { [json]: '{"quoted":$context.error.messageString,"bare":"$context.error.message"}' },
      },
    },
  }),
];
