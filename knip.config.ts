import { globSync, readFileSync } from 'node:fs';
import type { KnipConfig } from 'knip';

/** Handlers are entries by what they export: beside them lie files that only they use. */
const handlers = globSync('lambdas/*/*.ts').filter((file) =>
  /^export const handler\b/m.test(readFileSync(file, 'utf8')),
);

const config: KnipConfig = {
  ignoreExportsUsedInFile: { interface: true, type: true },
  workspaces: {
    '.': {
      entry: [
        ...handlers,
