import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findBundle, MissingBundleError } from './bundle.ts';

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bundles-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('findBundle', () => {
  it('gives the path and the hash of the bytes', () => {
    writeFileSync(join(folder, 'login.zip'), 'zip');
    expect(findBundle('login', folder, 'login')).toEqual({
      path: join(folder, 'login.zip'),
      sha256: createHash('sha256').update('zip').digest(),
    });
  });

  it('names the function and the file that is missing', () => {
    const find = () => findBundle('startExport', 'dist/none', 'start-export');
    expect(find).toThrow(MissingBundleError);
    expect(find).toThrow(
      "startExport has no bundle: dist/none/start-export.zip is missing. Expected: the zip that 'npm run bundle' makes",
    );
  });
});
