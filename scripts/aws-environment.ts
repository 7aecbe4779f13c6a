import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

/**
 * The endpoint and the credentials of a local stage as variables, with which the AWS SDK talks to it as
 * it would to AWS.
 *
 * @throws {Error} naming the file, if there is none: the stage is not running.
 */
export function awsEnvironmentOf(file: string): Readonly<NodeJS.Dict<string>> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new Error(`${file} is missing. Expected: a local stage that runs; 'npm start' starts one`);
  }
  return parseEnv(text);
}

/** Gives them to this process. @throws {Error} as above */
export function useAwsEnvironment(file: string): void {
  Object.assign(process.env, awsEnvironmentOf(file));
}
