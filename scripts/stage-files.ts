import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { StageOutputs } from '../contracts/stage-outputs.ts';

/** Where the local stage of an environment writes what it tells about itself. */
export const localOutputsFile = (environment: string): string => join('.local-stage', environment, 'outputs.json');

/**
 * Reads a file as `cdktf output --outputs-file` writes it: outputs below the stack's name.
 *
 * @throws {Error} naming the file and what it lacks.
 */
export function readOutputs(file: string, stack: string): StageOutputs {
  const parsed = z.safeParse(z.record(z.string(), z.unknown()), readJson(file));
  if (!parsed.success || !(stack in parsed.data)) {
    const found = parsed.success ? Object.keys(parsed.data).join(', ') : 'no object';
    throw new Error(
      `${file} has no outputs of '${stack}' (found: ${found}). Expected: a file of 'cdktf output ${stack} --outputs-file'`,
    );
  }
  const outputs = z.safeParse(StageOutputs, parsed.data[stack]);
  if (!outputs.success) {
    const missing = outputs.error.issues.map((issue) => issue.path.join('.')).join(', ');
    throw new Error(`${file} lacks outputs of '${stack}': ${missing}. Expected: the outputs of this project's stack`);
  }
  return outputs.data;
}

function readJson(file: string): unknown {
  if (!existsSync(file)) {
    throw new Error(
      `${file} is missing. Expected: the outputs of a stage; 'npm start' writes them while the local one runs`,
    );
  }
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(
      `${file} cannot be read as JSON: ${error instanceof Error ? error.message : String(error)}. Expected: a file of 'cdktf output --outputs-file'`,
    );
  }
}
