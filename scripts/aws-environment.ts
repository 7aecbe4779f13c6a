import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

/**
 * Gives this process the endpoint and the credentials of a local stage, so that the AWS SDK talks to
 * it as it would to AWS.
 *
 * @throws {Error} naming the file, if there is none: the stage is not running.
 */
export function useAwsEnvironment(file: string): void {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new Error(`${file} is missing. Expected: a local stage that runs; 'npm start' starts one`);
  }
  Object.assign(process.env, parseEnv(text));
}
