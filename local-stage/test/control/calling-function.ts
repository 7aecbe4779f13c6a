import { buildSync } from 'esbuild';

/** Does what the request's body says, one step after the other, and answers with what came of each. */
const source = `
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

const sqs = new SQSClient({ maxAttempts: 2 });
const s3 = new S3Client({ forcePathStyle: true });
const environment = Math.random();

const steps = {
  send: (text) =>
    sqs.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody: text })).then(
      () => 'sent',
      (error) => error.name,
    ),
  presign: (seconds) =>
    getSignedUrl(s3, new GetObjectCommand({ Bucket: process.env.BUCKET, Key: 'report' }), { expiresIn: seconds }),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  time: () => Date.now(),
  environment: () => environment,
};

export const handler = async (event) => {
  const results = [];
  for (const [step, argument] of JSON.parse(event.body)) results.push(await steps[step](argument));
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(results) };
};`;

let bundled: string | undefined;

/** The function's one file, with the AWS SDK in it. */
export const callingFunction = (): string => {
  bundled ??= bundle();
  return bundled;
};

function bundle(): string {
  const { outputFiles } = buildSync({
    stdin: { contents: source, resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  return outputFiles[0]?.text ?? '';
}
