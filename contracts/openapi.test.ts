import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import type { JsonObject, JsonValue } from './openapi/document.ts';
import { openApiDocuments, openApiDocumentsOf } from './openapi/documents.ts';
import { examples } from './openapi/examples.ts';
import { openApiOf, openApiText } from './openapi.ts';
import { publicApi } from './public-api.ts';
import { defineApi, get, jwt, type Operation, operationsOf, type Row, user } from './route-table.ts';
import { type SchemaName, schemas } from './schemas/registry.ts';
import { taskApi } from './task-api.ts';

const documents = openApiDocuments();
const about = { title: 'Things', version: '1.0.0', description: 'Things', servers: [], tokenUrl: 'https://a.example' };

function documentNamed(name: string) {
  const found = documents.find((each) => each.name === name);
  if (!found) throw new Error(`there is no document of ${name}`);
  return found.document;
}

const operations = [taskApi, publicApi].flatMap((api) =>
  operationsOf(api).map((operation): [string, Operation, string] => [operation.operationId, operation, api.name]),
);

function objectOf(api: string, { path, method }: Operation) {
  const found = documentNamed(api).paths[path]?.[method.toLowerCase()];
  if (!found) throw new Error(`the document of ${api} lacks ${method} ${path}`);
  return found;
}

describe('a document', () => {
  test.each(documents)('of $name is the committed one', ({ name, document }) => {
    const committed = readFileSync(new URL(`./openapi/${name}.json`, import.meta.url), 'utf8');
    expect(committed === openApiText(document), "Expected: the file that 'npm run openapi' writes").toBe(true);
  });

  test('does not depend on the order of the rows', () => {
    const reversed = Object.fromEntries(Object.entries(publicApi.rows).reverse());
    const text = (rows: Record<string, Row>) => openApiText(openApiOf(defineApi('public-api', 'http', rows), about));
    expect(text(reversed)).toBe(text(publicApi.rows));
  });

  test('has each operation once, and nothing else', () => {
    const written = documents.flatMap(({ document }) =>
      Object.values(document.paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId)),
    );
    expect(written.sort()).toEqual(operations.map(([operationId]) => operationId).sort());
  });

  test('of a running stage points to it', () => {
    const running = openApiDocumentsOf({
      description: 'On localhost',
      urls: { 'task-api': 'http://127.0.0.1:4000/dev', 'public-api': 'http://127.0.0.1:4001' },
      tokenUrl: 'http://127.0.0.1:4002/oauth2/token',
    });
    expect(running.map(({ document }) => document.servers.map(({ url }) => url))).toEqual([
      ['http://127.0.0.1:4000/dev'],
      ['http://127.0.0.1:4001'],
    ]);
    expect(running[1]?.document.components.securitySchemes['clientToken']).toMatchObject({
      flows: { clientCredentials: { tokenUrl: 'http://127.0.0.1:4002/oauth2/token' } },
    });
  });
});

describe('an operation', () => {
  test.each(operations)('%s has the answers and the errors of its row', (_, operation, api) => {
    const { responses } = objectOf(api, operation);
    for (const { status, schema, headers } of operation.answers) {
      const response = responses[status];
      const content = schema ? { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } } : {};
      expect(response).toMatchObject({
        ...(schema ? { content } : {}),
        ...(headers.length > 0
          ? { headers: Object.fromEntries(headers.map((name) => [name, { required: true }])) }
          : {}),
      });
    }
    const codes = Object.values(responses).flatMap((response) =>
      Object.keys(part(response, 'content', 'application/problem+json', 'examples')),
    );
    expect(codes.sort()).toEqual([...operation.errors].sort());
  });

  test.each(operations)('%s asks for what its access asks for', (_, operation, api) => {
    const expected = {
      public: [],
      user: [{ userToken: [] }],
      partner: [{ partnerToken: [], partnerKey: [] }],
      jwt: [{ clientToken: operation.access.kind === 'jwt' ? operation.access.scopes : [] }],
      iam: [{ awsSignature: [] }],
      webhook: [{ webhookSignature: [] }],
    };
    expect(objectOf(api, operation).security).toEqual(expected[operation.access.kind]);
  });

  test('that takes one of several scopes has a way in for each', () => {
    const access = jwt('contacts/read', 'contacts/audit');
    const api = defineApi('public-api', 'http', { listContacts: { ...rowOf({ access }), route: '/contacts' } });
    expect(openApiOf(api, about).paths['/contacts']?.['get']?.security).toEqual([
      { clientToken: ['contacts/read'] },
      { clientToken: ['contacts/audit'] },
    ]);
  });

  test('takes If-Match and Idempotency-Key where its row does', () => {
    const headersOf = (operationId: string) => {
      const [, operation, api] = operations.find(([id]) => id === operationId) ?? [];
      const parameters = operation && api ? objectOf(api, operation).parameters : [];
      return parameters.filter((each) => each['in'] === 'header').map(({ name, required }) => ({ name, required }));
    };
    expect(headersOf('createTask')).toEqual([{ name: 'Idempotency-Key', required: false }]);
    expect(headersOf('updateTask')).toEqual([{ name: 'If-Match', required: true }]);
    expect(headersOf('deleteTask')).toEqual([{ name: 'If-Match', required: false }]);
    expect(headersOf('getTask')).toEqual([]);
    expect(headersOf('receiveWebhook').map(({ name }) => name)).toEqual(['Webhook-Timestamp', 'Content-Digest']);
  });
});

describe('what a row uses and nobody has described is refused', () => {
  test.each<[string, Row, string]>([
    ['a parameter', rowOf({ query: { colour: { schema: 'Cursor' } } }), "the parameter 'colour' of getThing has no"],
    ['a header', rowOf({ answers: { 200: { headers: ['X-Colour'] } } }), "the header 'X-Colour' has no description"],
    ['a group', { ...rowOf({}), route: '/colours' }, "the group 'colours' has no description"],
  ])('%s', (_, row, message) => {
    expect(() => openApiOf(defineApi('task-api', 'rest', { getThing: row }), about)).toThrow(message);
  });
});

test.each(Object.entries(examples) as [SchemaName, unknown][])('the example of %s is one', (name, example) => {
  expect(z.parse(schemas[name] as z.ZodMiniType, example)).toEqual(example);
});

test.each(operations)('every text that %s takes has an end', (_, operation, api) => {
  const { parameters, requestBody = {} } = objectOf(api, operation);
  const { schemas: components } = documentNamed(api).components;
  expect(endlessTexts([parameters, requestBody], components)).toEqual([]);
});

function rowOf(changes: object): Row {
  const fields = {
    summary: 'Get a thing',
    access: user,
    answers: { 200: {} },
    errors: [],
    throttle: 'standard',
    idempotency: 'safe',
    touches: {},
  } as const;
  return { ...get('/projects', fields), fields: { ...fields, ...changes } };
}

/** The object at a path of members; an empty one if there is none. */
function part(value: JsonObject, ...path: readonly string[]): JsonObject {
  return path.reduce<JsonObject>((found, name) => (found[name] ?? {}) as JsonObject, value);
}

/** A pattern without what stands for itself in it. */
const withoutLiterals = (pattern: string) => pattern.replaceAll(/\\./g, '').replaceAll(/\[[^\]]*\]/g, '');

/** Schemas of texts below `value` that may be as long as somebody likes. */
function endlessTexts(value: JsonValue, components: Readonly<Record<string, JsonObject>>): readonly JsonObject[] {
  if (typeof value !== 'object' || value === null) return [];
  const { $ref, type, maxLength, enum: values, const: only, format, pattern } = value as JsonObject;
  if (typeof $ref === 'string') return endlessTexts(components[$ref.split('/').at(-1) ?? ''] ?? {}, components);
  const ends = typeof pattern === 'string' && /^\^.*\$$/.test(pattern) && !/[*+]|,\}/.test(withoutLiterals(pattern));
  const isText = type === 'string' && [maxLength, values, only, format].every((bound) => bound === undefined);
  const below = Object.entries(value).filter(([name]) => name !== 'example');
  return [
    ...(isText && !ends ? [value as JsonObject] : []),
    ...below.flatMap(([, each]) => endlessTexts(each as JsonValue, components)),
  ];
}
