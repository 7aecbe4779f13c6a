import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDocument } from '../../src/terraform/document.ts';
import { TerraformError } from '../../src/terraform/errors.ts';
import { createEvaluation, type Evaluation } from '../../src/terraform/evaluate.ts';
import { toJson } from '../../src/terraform/json-functions.ts';
import { readTerraformData } from './evaluating.ts';
import { mistakenForms, supportedForms, surroundings } from './supported-forms.ts';

const { TF_CLI_CONFIG_FILE: _unset, ...hostEnvironment } = process.env;
const environment = { ...hostEnvironment, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' };
const isInstalled = spawnSync('terraform', ['version'], { env: environment }).status === 0;

describe.skipIf(!isInstalled)('differential against the installed terraform', () => {
  let folder: string;
  let theirs: Readonly<Record<string, { readonly value: unknown }>>;
  let ours: Evaluation;

  const terraform = (...args: string[]) =>
    execFileSync('terraform', [`-chdir=${folder}`, ...args], {
      env: environment,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'terraform-forms-'));
    const outputs = [
      ...supportedForms.map((form, index) => [`form${index}`, { value: form }]),
      ...mistakenForms.map((form, index) => [`mistake${index}`, { value: `\${can(${form})}` }]),
    ];
    writeFileSync(join(folder, 'note.txt'), 'a note, é\n');
    writeFileSync(
      join(folder, 'main.tf.json'),
      JSON.stringify({ ...surroundings, output: Object.fromEntries(outputs) }),
    );
    terraform('init', '-input=false', '-no-color');
    terraform('apply', '-auto-approve', '-input=false', '-no-color');
    theirs = JSON.parse(terraform('output', '-json', '-no-color'));
    ours = createEvaluation(readDocument(join(folder, 'main.tf.json')), readTerraformData);
  }, 60_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(supportedForms.map((form, index) => [form, index] as const))('%s', (form, index) => {
    // Terraform leaves outputs that are null out of its answer.
    expect(toJson(ours.evaluate('test', 'value', form))).toEqual(theirs[`form${index}`]?.value ?? null);
  });

  it.each(mistakenForms.map((form, index) => [form, index] as const))('%s is a mistake', (form, index) => {
    expect(theirs[`mistake${index}`]?.value).toBe(false);
    expect(() => ours.evaluate('test', 'value', `\${${form}}`)).toThrow(TerraformError);
  });
});
