import { expect, test } from 'vitest';
import { answered, api, integration, route, stand } from './fixtures.ts';

function sendTo(payload: string, payloadFormatVersion: '1.0' | '2.0' = '2.0') {
  const routes = [route('GET /x', { integration: integration({ payloadFormatVersion }) })];
  return stand(api({ routes }), { functions: { echo: () => answered(payload) } }).send('GET', '/x');
}

test.each([
  ['[1, 2, 3, 4, 5]', '[1, 2, 3, 4, 5]'],
  ['true', 'true'],
  ['42', '42'],
  ['3.1', '3.1'],
  ['null', 'null'],
  ['""', ''],
  ['"test"', 'test'],
  ['"Special \\"quoted\\" text"', 'Special "quoted" text'],
  ['{"hello": "world"}', '{"hello": "world"}'],
  ['{"name": "John Doe", "age":', '{"name": "John Doe", "age":'],
])('2.0 infers the answer from %s', async (payload, body) => {
  const response = await sendTo(payload);
  expect([response.status, response.header('content-type'), response.text]).toEqual([200, 'application/json', body]);
});

test('2.0 with a status code takes the answer apart', async () => {
  const response = await sendTo(
    JSON.stringify({
      statusCode: 201,
      headers: { 'Content-Type': 'application/xml', 'X-Count': 3, 'Content-Length': '999', Connection: 'close' },
      cookies: ['a=1; Path=/', 'b=2'],
      body: '<a/>',
    }),
  );
  expect(response.status).toBe(201);
  expect(response.headers).toEqual([
    ['Content-Type', 'application/xml'],
    ['X-Count', '3'],
    ['Set-Cookie', 'a=1; Path=/'],
    ['Set-Cookie', 'b=2'],
    ['Apigw-Requestid', expect.any(String)],
  ]);
  expect(response.text).toBe('<a/>');
});

test.each(['1.0', '2.0'] as const)('%s defaults to plain text, and takes a status of digits', async (version) => {
  const response = await sendTo('{"statusCode":"418","body":"{}"}', version);
  expect([response.status, response.header('content-type'), response.text]).toEqual([
    418,
    'text/plain; charset=utf-8',
    '{}',
  ]);
});

test.each(['1.0', '2.0'] as const)('%s decodes base64', async (version) => {
  const body = Buffer.from([0, 255, 128]).toString('base64');
  const response = await sendTo(JSON.stringify({ statusCode: 200, body, isBase64Encoded: true }), version);
  expect([...response.body]).toEqual([0, 255, 128]);
});

test('1.0 gives single headers before multi-value ones', async () => {
  const response = await sendTo(
    JSON.stringify({
      statusCode: 200,
      headers: { 'Combined-Header': 'single-value' },
      multiValueHeaders: { 'Combined-Header': ['multi-value1', 'multi-value2'] },
    }),
    '1.0',
  );
  expect(response.headers.filter(([name]) => name === 'Combined-Header').map(([, value]) => value)).toEqual([
    'single-value',
    'multi-value1',
    'multi-value2',
  ]);
});

test('a 204 has no content type of the gateway', async () => {
  const response = await sendTo('{"statusCode":204}');
  expect([response.status, response.header('content-type'), response.text]).toEqual([204, undefined, '']);
});

test.each([
  ['2.0', '{"statusCode":200.5,"body":"Hello"}'],
  ['2.0', '{"statusCode":null}'],
  ['2.0', '{"statusCode":700}'],
  ['2.0', '{"statusCode":100}'],
  ['2.0', '{"statusCode":"200 OK"}'],
  ['2.0', '{"statusCode":200,"body":{"a":1}}'],
  ['2.0', '{"statusCode":200,"headers":["a"]}'],
  ['2.0', '{"statusCode":200,"headers":{"a":["b"]}}'],
  ['2.0', '{"statusCode":200,"headers":{"a b":"c"}}'],
  ['2.0', '{"statusCode":200,"headers":{"a":"b\\r\\nSet-Cookie: c=d"}}'],
  ['2.0', '{"statusCode":200,"cookies":"a=1"}'],
  ['2.0', '{"statusCode":200,"isBase64Encoded":"true"}'],
  ['2.0', '{"statusCode":200,"body":"no base64!","isBase64Encoded":true}'],
  ['1.0', '{"statusCode":0}'],
  ['1.0', '{"body":"x"}'],
  ['1.0', '"text"'],
  ['1.0', '[1]'],
  ['1.0', 'not JSON'],
  ['1.0', '{"statusCode":200,"multiValueHeaders":{"a":"b"}}'],
] as const)('%s refuses %s', async (version, payload) => {
  const response = await sendTo(payload, version);
  expect([response.status, response.text]).toEqual([500, '{"message":"Internal Server Error"}']);
  expect(response.header('content-type')).toBe('application/json');
});
