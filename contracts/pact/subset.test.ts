import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { pactFolder, readPacts } from './pact-files.ts';
import { writeSubset } from './subset.ts';

const folder = mkdtempSync(join(tmpdir(), 'pacts-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a subset has the chosen interactions as they are, and no pact without any', () => {
  writeSubset(pactFolder, folder, ({ isOnEveryStage }) => isOnEveryStage);
  const written = readPacts(folder);
  expect(written.map(({ consumer }) => consumer)).toEqual(['contact-site', 'partner-app', 'task-web']);
  const chosen = readPacts(pactFolder).flatMap((pact) => pact.interactions.filter((one) => one.isOnEveryStage));
  expect(written.flatMap(({ interactions }) => interactions)).toEqual(chosen);
  expect(chosen.length).toBeGreaterThan(10);
});
