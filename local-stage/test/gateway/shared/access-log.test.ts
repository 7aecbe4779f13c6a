import { expect, test } from 'vitest';
import { compileAccessLog, renderAccessLog } from '../../../src/gateway/access-log.ts';

const values: Readonly<Record<string, string>> = {
  requestId: 'r1',
  'identity.sourceIp': '1.2.3.4',
  routeKey: 'GET /a',
  status: '200',
  'authorizer.claims.cognito:username': 'ann',
  'authorizer.x-y': 'dash',
  responseLength: '0',
};
const variable = (name: string) => values[name];

test.each([
  ['{"id":"$context.requestId","ip":"$context.identity.sourceIp"}', '{"id":"r1","ip":"1.2.3.4"}'],
  ['$context.identity.sourceIp - - "$context.routeKey" $context.status', '1.2.3.4 - - "GET /a" 200'],
  ['$context.status,$context.responseLength.', '200,0.'],
  ['$context.identity.sourceIp:$context.status-$context.requestId', '1.2.3.4:200-r1'],
  ['$context.authorizer.claims.cognito:username $context.authorizer.x-y', 'ann dash'],
  ['$context.authorizer.claims.sub', '-'],
  ['$context.nothing', '-'],
  ['no variables, $context or $stage', 'no variables, $context or $stage'],
  ['', ''],
])('%s', (format, expected) => {
  expect(renderAccessLog(format, variable)).toBe(expected);
  expect(compileAccessLog(format)(variable)).toBe(expected);
});

test('a value is not read as a format', () => {
  expect(renderAccessLog('$context.routeKey', () => '$context.status')).toBe('$context.status');
});
