import { homedir } from 'node:os';
import type { StageOutputs } from '../../contracts/stage-outputs.ts';
import { repeatsAuthorization } from './gateway-answers.ts';
import type { Answer } from './wire.ts';

/** Finds in an answer what is nobody's business outside. */
export type LeakFinder = (answer: Answer) => readonly string[];

/** What tells of the inside, whatever the stage. */
const inside: readonly (readonly [what: string, RegExp])[] = [
  ['a line of a stack trace', /\bat (async )?[\w.<>[\] ]+ \(?[^\s)]+:\d+:\d+/],
  ['a module of Node', /\bnode:[a-z_/]+/],
  ['a file of the code', /[\w-]+\.(m?[jt]s|mts|map)\b:?\d*/],
  ['a path of a function', /\/var\/(task|runtime)\b/],
  ['an ARN', /\barn:aws/],
  [
    'an error of the AWS SDK',
    /\b(Serialization|Validation|ConditionalCheckFailed|Transaction\w*|ResourceNotFound|AccessDenied|NotAuthorized|UserNotFound|InvalidParameter|ProvisionedThroughput\w*)(Exception|Canceled\w*)\b/,
  ],
  ['an error of JavaScript', /\b(Type|Range|Syntax|Reference|Zod|JOSE|URI)Error\b/],
  ['an object that was written as text', /\[object Object\]/],
  ['a key of the table', /\b(PROJECT|TASK|TASKS|USER|PARTNER|MEMBER|IDEMPOTENCY|EXPORT|CONTACTS|WEBHOOKS)#/],
  ['a name of the stack', /\bgatehouse-(dev|staging|prod)\b/],
];

/** Members whose values are presigned URLs: they name the bucket, as they have to. */
const presigned = /"url":"[^"]*"/g;

export function leakFinder(outputs: StageOutputs, secrets: readonly string[]): LeakFinder {
  const { tableName, exportQueueUrl, exportsBucket, attachmentsBucket, userPoolId, userPoolClientId } = outputs;
  const own = [
    tableName,
    exportQueueUrl,
    exportsBucket,
    attachmentsBucket,
    userPoolId,
    userPoolClientId,
    homedir(),
    process.cwd(),
  ];
  return (answer) => {
    const { status, headers, body } = answer;
    if (repeatsAuthorization(answer)) return [];
    const isRefusal = typeof status === 'number' && status >= 400;
    const text = withoutTokens(body.toString('utf8').replaceAll(presigned, ''), isRefusal);
    // The gateway's own header names its own error.
    const { 'x-amzn-errortype': _, ...others } = headers;
    const lines = [text, ...Object.entries(others).map(([name, value]) => `${name}: ${value}`)];
    return lines.flatMap((line) => [
      // What a caller wrote comes back in what was made of it, whatever it is: only refusals are searched for forms.
      ...(isRefusal
        ? inside.filter(([, pattern]) => pattern.test(line)).map(([what]) => `shows ${what}: ${excerpt(line)}`)
        : []),
      ...own.filter((name) => line.includes(name)).map((name) => `names '${name}': ${excerpt(line)}`),
      ...secrets.filter((secret) => line.includes(secret)).map(() => `shows a secret: ${excerpt(line)}`),
    ]);
  };
}

/** Tokens of a signed-in user name the pool and the client: in an answer with success they belong there. */
const withoutTokens = (text: string, isRefusal: boolean) =>
  isRefusal ? text : text.replaceAll(/eyJ[\w-]+\.[\w-]+\.[\w-]*/g, '');

const excerpt = (line: string) => line.slice(0, 300);
