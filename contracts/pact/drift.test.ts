import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { pactDrift } from './drift.ts';

const folder = mkdtempSync(join(tmpdir(), 'pacts-'));
const [committed, written] = [join(folder, 'committed'), join(folder, 'written')];
beforeEach(() => {
  for (const one of [committed, written]) {
    rmSync(one, { recursive: true, force: true });
    mkdirSync(one);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

const get = (path: string) => ({
  description: `GET ${path}`,
  request: { method: 'GET', path },
  response: { status: 200 },
});
function write(where: string, interactions: readonly object[], metadata: object = {}): void {
  const pact = { consumer: { name: 'c' }, provider: { name: 'p' }, interactions, metadata };
  writeFileSync(join(where, 'c-p.json'), JSON.stringify(pact));
}

test('pacts that say the same do not differ', () => {
  write(committed, [get('/a'), get('/b')]);
  write(written, [get('/a'), get('/b')]);
  expect(pactDrift(committed, written)).toEqual([]);
});

test('each interaction that differs is named', () => {
  write(committed, [get('/same'), get('/changed'), get('/gone')]);
  write(written, [get('/same'), { ...get('/changed'), response: { status: 201 } }, get('/new')]);
  expect(pactDrift(committed, written)).toEqual([
    "c-p.json: 'GET /changed' is another",
    "c-p.json: 'GET /gone' is in no test",
    "c-p.json: 'GET /new' is not committed",
  ]);
});

test('what differs beside the interactions differs', () => {
  write(committed, [get('/a')], { version: 1 });
  write(written, [get('/a')], { version: 2 });
  expect(pactDrift(committed, written)).toEqual(['c-p.json: is another beside its interactions']);
});

test('a pact that is in one folder only is named', () => {
  write(written, [get('/a')]);
  expect(pactDrift(committed, written)).toEqual(['c-p.json: is not committed']);
  expect(pactDrift(written, committed)).toEqual(['c-p.json: no test writes it']);
});
