import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import type { StackDocument } from '../testing/stack-copy.ts';
import { mutationsOf } from './mutation.ts';
import { operators } from './operators.ts';
import { testNamesOf } from './test-names.ts';

/** The mutations of the synthesized `dev` stack, which must be there, with the names of all tests. */

const document = JSON.parse(readFileSync('cdktf.out/stacks/dev/cdk.tf.json', 'utf8')) as StackDocument;
const asked = mutationsOf(document, operators).flatMap(({ id, checks }) => checks.map((check) => ({ id, ...check })));

let names: ReadonlyMap<string, readonly string[]>;
beforeAll(async () => {
  names = await testNamesOf([...new Set(asked.map(({ file }) => file))]);
}, 60_000);

test('every mutation has a test that is about it, in each suite that it asks', () => {
  const inVain = asked.filter(({ file, tests }) => !names.get(file)?.some((name) => tests.test(name)));
  expect(inVain.map(({ id, file, tests }) => `${id}: no test of ${file} matches ${tests}`)).toEqual([]);
});
