import { describe, expect, test } from 'vitest';
import type { RestMethod } from '../../../src/gateway/rest/configuration.ts';
import { GatewayConfigurationError } from '../../../src/gateway/rest/configuration-error.ts';
import { type CallOptions, startRestApi } from './rest-stage.ts';

const draft4 = 'http://json-schema.org/draft-04/schema#';
const sum = {
  $schema: draft4,
  type: 'object',
  properties: { a: { type: 'number' }, b: { type: 'number', minimum: 0, exclusiveMinimum: true } },
  required: ['a', 'b'],
};
const modelUrl = (name: string) => `https://apigateway.amazonaws.com/restapis/a1b2c3d4e5/models/${name}`;
const models = {
  Sum: { contentType: 'application/json', schema: sum },
  Alias: { contentType: 'application/json', schema: { $schema: draft4, $ref: modelUrl('Sum') } },
  Nullable: {
    contentType: 'application/json',
    schema: {
      type: 'object',
      properties: { ref: { oneOf: [{ type: 'null' }, { $ref: modelUrl('Sum') }] } },
      required: ['ref'],
    },
  },
  Pet: {
    contentType: 'application/json',
    schema: {
      type: 'object',
      additionalProperties: false,
      required: ['name', 'type', 'price'],
      properties: {
        name: { type: 'string', minLength: 1 },
        type: { type: 'string', enum: ['dog', 'cat', 'fish'] },
        price: { type: 'number', minimum: 25, maximum: 500 },
      },
    },
  },
};
/** It can be parsed, which needs no stack. */
const deepPet = `{"name":"a","price":30,"type":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
const both = { validatesBody: true, validatesParameters: true };

function start(more: Partial<RestMethod>) {
  return startRestApi({ models, routes: { 'POST /{issuer}': { validator: both, ...more } } });
}

const post = (more: Partial<RestMethod>, options: CallOptions = {}, query = '') =>
  start(more).call('POST', `/dev/x${query}`, options);

const requestParameters = {
  'method.request.header.x-header-param': true,
  'method.request.querystring.qs1': true,
  'method.request.path.issuer': true,
  'method.request.querystring.optional': false,
};

describe('required parameters', () => {
  test.each([
    ['all there', { 'X-Header-Param': 'v' }, '?qs1=1', undefined],
    ['a header missing', {}, '?qs1=1', '[x-header-param]'],
    ['a header that is empty', { 'x-header-param': '' }, '?qs1=1', '[x-header-param]'],
    ['a header that is blank', { 'x-header-param': ' ' }, '?qs1=1', '[x-header-param]'],
    ['a blank query', { 'x-header-param': 'v' }, '?qs1=', '[qs1]'],
    ['both missing', {}, '', '[x-header-param, qs1]'],
  ])('%s', async (_, headers, query, missing) => {
    const answer = await post({ requestParameters }, { headers }, query);
    if (missing === undefined) {
      expect(answer.status).toBe(200);
      return;
    }
    expect(answer.status).toBe(400);
    expect(answer.text).toBe(`{"message":"Missing required request parameters: ${missing}"}`);
    expect(answer.header('x-amzn-ErrorType')).toBe('BadRequestException');
  });

  test('count only where the validator says so', async () => {
    const validator = { validatesBody: true, validatesParameters: false };
    expect((await post({ requestParameters, validator })).status).toBe(200);
    expect((await post({ requestParameters, validator: undefined })).status).toBe(200);
  });
});

describe('the body', () => {
  const requestModels = (name: string) => ({ requestModels: { 'application/json': name } });
  test.each([
    ['a valid body', 'Sum', '{"a":1,"b":2}', 200],
    ['a body without a content type, which counts as JSON', 'Sum', '{"a":1}', 400],
    ['no body', 'Sum', '', 400],
    ['a value of an enum that is nested too deeply to be written again', 'Pet', deepPet, 400],
    ['no JSON', 'Sum', '{', 400],
    ['a draft-4 exclusive minimum', 'Sum', '{"a":1,"b":0}', 400],
    ['a model that is a reference', 'Alias', '{"a":1,"b":2}', 200],
    ['a model that is a reference, broken', 'Alias', '{"a":1}', 400],
    ['no body for a reference', 'Alias', '', 400],
    ['oneOf with null', 'Nullable', '{"ref":null}', 200],
    ['oneOf with a reference', 'Nullable', '{"ref":{"a":1,"b":2}}', 200],
    ['oneOf, missing', 'Nullable', '{}', 400],
    ['enum and range', 'Pet', '{"name":"Snoopy","type":"bird","price":1000}', 400],
    ['a built-in model', 'Empty', '{"any":"thing"}', 200],
  ])('%s', async (_, model, body, status) => {
    const answer = await post(requestModels(model), { body });
    expect(answer.status).toBe(status);
    if (status === 400) expect(answer.text).toBe('{"message":"Invalid request body"}');
  });

  test('is matched by content type, its parameters aside', async () => {
    const json = { headers: { 'content-type': 'Application/JSON; charset=utf-8' }, body: '{}' };
    expect((await post(requestModels('Sum'), json)).status).toBe(400);
    const text = { headers: { 'content-type': 'text/plain' }, body: '{}' };
    expect((await post(requestModels('Sum'), text)).status).toBe(200);
    const anyModel = { requestModels: { $default: 'Sum' } };
    expect((await post(anyModel, text)).status).toBe(400);
  });

  test('is not looked at where the validator leaves it', async () => {
    const validator = { validatesBody: false, validatesParameters: true };
    expect((await post({ ...requestModels('Sum'), validator }, { body: 'x' })).status).toBe(200);
  });

  test('its violations are worded as AWS words them', async () => {
    const violations = async (body: string) => {
      const stage = start(requestModels('Pet'));
      await stage.call('POST', '/dev/x', { body });
      return stage.explanation()?.split('Pet of aws_api_gateway_method.POST_{issuer}: ')[1];
    };
    expect(await violations('{"name":"Snoopy","type":"bird","price":1000}')).toBe(
      '[instance value ("bird") not found in enum (possible values: ["dog","cat","fish"]), ' +
        'numeric instance is greater than the required maximum (maximum: 500, found: 1000)]',
    );
    expect(await violations('{"name":7}')).toBe(
      '[object has missing required properties (["type","price"]), ' +
        'instance type (integer) does not match any allowed primitive type (allowed: ["string"])]',
    );
    expect(await violations('{"name":"a","type":"cat","price":30,"x":1}')).toBe(
      '[object instance has properties which are not allowed by the schema: ["x"]]',
    );
  });

  test.each([
    ['email', 'a@b.ch', 'ab'],
    ['date-time', '2026-06-17T15:00:00Z', '2026-06-17'],
    ['uri', 'https://a.example/x', 'not a uri'],
    ['hostname', 'a.example', '-a-'],
    ['ipv4', '10.0.0.1', '10.0.0'],
    ['ipv6', '::1', '1'],
    ['regex', '^a$', '('],
  ])('the draft-4 format %s is checked', async (format, right, wrong) => {
    const schema = { type: 'string', format };
    const stage = startRestApi({
      models: { F: { contentType: 'application/json', schema } },
      routes: { 'POST /x': { validator: both, ...requestModels('F') } },
    });
    expect((await stage.call('POST', '/dev/x', { body: JSON.stringify(right) })).status).toBe(200);
    expect((await stage.call('POST', '/dev/x', { body: JSON.stringify(wrong) })).status).toBe(400);
  });
});

describe('what cannot be validated stops the API', () => {
  const schema = (value: unknown) => ({ M: { contentType: 'application/json', schema: value } });
  const useM = { 'POST /x': { requestModels: { 'application/json': 'M' } } };
  test.each([
    ['an unknown model', { routes: useM, models: {} }, 'names the model M. Expected one of: Empty, Error'],
    ['a schema that is none', { routes: useM, models: schema({ type: 'nothing' }) }, 'the model M is no draft-4'],
    [
      'a newer draft',
      { routes: useM, models: schema({ $schema: 'https://json-schema.org/draft/2020-12/schema' }) },
      'model M',
    ],
    ['a reference to no model', { routes: useM, models: schema({ $ref: modelUrl('Gone') }) }, 'Gone'],
    ['a schema that is no object', { routes: useM, models: schema('x') }, 'JSON object'],
    [
      'a parameter of no place',
      { routes: { 'GET /x': { requestParameters: { 'method.request.cookie.a': true } } } },
      'method.request.cookie.a',
    ],
  ])('%s', (_, options, named) => {
    expect(() => startRestApi(options)).toThrow(GatewayConfigurationError);
    expect(() => startRestApi(options)).toThrow(named);
  });
});
