import { expect } from 'vitest';
import type { ConformanceCase } from '../conformance-case.ts';
import { accessLogGroup, parseLogRow } from '../documents/access-log.ts';
import { answerOfPayload } from '../payload-gateway.ts';
import type { Script } from '../run-cases.ts';

export const httpApiScripts: Readonly<Record<string, Script>> = {
  'http-log-requestid': async (_, conformance) => {
    const { headers } = await conformance.send('events', { path: '/x' });
    const id = headers.find(([name]) => name === 'Apigw-Requestid')?.[1];
    expect(id).toBeTruthy();
    const rows = conformance.stage.logGroups.read(accessLogGroup('events')) ?? [];
    const row = rows.map(({ message }) => parseLogRow(message)).find(({ requestId }) => requestId === id);
    expect(row?.['extendedRequestId']).toBe(id);
  },

  'http-log-vars': async ({ expect: { list = [] } }, conformance) => {
    await conformance.send('variables', { path: '/jwt', headers: { Authorization: '{{idToken}}' } });
    await conformance.send('variables', { path: '/iam', sign: 'caller' });
    await conformance.send('variables', { path: '/lambda', headers: { Authorization: 'scalars' } });
    await conformance.send('variables', { path: '/lambda', headers: { Authorization: 'unheard of' } });
    await conformance.send('variables', { path: '/throws', headers: { 'User-Agent': 'suite' } });
    const rows = conformance.stage.logGroups.read(accessLogGroup('variables')) ?? [];
    const members = rows.flatMap(({ message }) => Object.entries(parseLogRow(message)));
    const valued = members.filter(([, value]) => value !== '-').map(([name]) => name);
    const names = list.map((name) => name.replace('$context.', ''));
    expect(names.filter((name) => !valued.includes(name))).toEqual(['customDomain.basePathMatched']);
    expect(members.filter(([, value]) => value.includes('$context'))).toEqual([]);
  },

  'http-infer-array': (found) => answersWithPayload(found, '[1, 2, 3, 4, 5]'),
  'http-infer-invalid-json-partial': (found) => answersWithPayload(found, '{"name": "John Doe", "age":'),
};

async function answersWithPayload({ expect: { status, body } }: ConformanceCase, payload: string): Promise<void> {
  const response = await answerOfPayload(payload);
  expect(response.status).toBe(status);
  expect(Object.fromEntries(response.headers)).toMatchObject({ 'Content-Type': 'application/json' });
  expect(response.body.toString()).toBe(body?.exact);
}
