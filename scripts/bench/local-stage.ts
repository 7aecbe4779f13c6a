import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { zipSync } from 'fflate';
import { createTestUser } from '../../contracts/smoke/credentials.ts';
import { contactsToken } from '../../contracts/smoke/signing.ts';
import { useAwsEnvironment } from '../aws-environment.ts';
import { type RunningStage, startLocalStage } from '../local-stage.ts';
import { raiseLimits } from '../long-run/loaded-stack.ts';
import { readOutputs } from '../stage-files.ts';
import { copyStack, resourceOf, type StackCopy, type StackDocument } from '../testing/stack-copy.ts';
import { type Contestant, projectBody, untilFirstAnswer } from './contestant.ts';

/** Functions whose package is the benchmark's, so that all contestants do the same work. */
const measured = ['createProject', 'listContacts'];

/**
 * The whole `dev` stack on the local stage, everything on: Cognito and JWT authorizers, request
 * validation, throttles (raised out of the way, and counted) and access logs.
 */
export function localStageContestant(version: string): Contestant {
  return {
    name: 'local stage',
    version,
    checks: 'authorizers, model, throttles and access log on; all 33 routes and their services',
    async start() {
      const copy = copyStack('dev', (document) => {
        raiseLimits(document);
        runBenchHandler(document);
      });
      writeHandler(copy);
      return started(copy);
    },
  };
}

const packageName = 'bench-handler.zip';

function runBenchHandler(document: StackDocument): void {
  for (const name of measured) {
    const { arguments: args } = resourceOf(document, 'aws_lambda_function', name);
    args['filename'] = packageName;
    args['source_code_hash'] = '';
  }
}

function writeHandler({ document }: StackCopy): void {
  const code = readFileSync(join(import.meta.dirname, 'handler', 'index.js'));
  writeFileSync(join(dirname(document), packageName), zipSync({ 'index.js': code }));
}

async function started(copy: StackCopy): ReturnType<Contestant['start']> {
  const stage = await startLocalStage({
    environment: 'dev',
    port: 0,
    document: copy.document,
    outputsFile: copy.outputsFile,
    onLine: () => undefined,
  });
  const outputs = readOutputs(copy.outputsFile, 'dev');
  const publicApi = outputs.publicApiUrl.replace(/\/$/, '');
  return {
    pid: stage.pid,
    answers: untilFirstAnswer(`${publicApi}/health`),
    async requests() {
      useAwsEnvironment(join(dirname(copy.outputsFile), 'aws.env'));
      const [user, desk] = await Promise.all([createTestUser(outputs, 'bench'), contactsToken(outputs)]);
      return {
        REST: {
          method: 'POST',
          url: `${outputs.taskApiUrl.replace(/\/$/, '')}/projects`,
          headers: { authorization: user.idToken, 'content-type': 'application/json' },
          body: projectBody,
        },
        HTTP: { method: 'GET', url: `${publicApi}/contacts`, headers: { authorization: `Bearer ${desk}` } },
      };
    },
    stop: () => stop(stage, copy),
  };
}

async function stop(stage: RunningStage, copy: StackCopy): Promise<void> {
  await stage.stop();
  copy.remove();
}
