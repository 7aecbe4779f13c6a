/**
 * The functions behind the conformance documents, each as small as its purpose. Those that authorize
 * write the event they got to their log, where the suite reads it.
 */
const echo = `
export const handler = async (event) => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(event),
});`;

/** Returns the value that the request's body says in JSON. */
const parse = `
export const handler = async (event) =>
  JSON.parse(event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString() : event.body);`;

/** Gives the body back as it came. */
const bounce = `
export const handler = async ({ body, isBase64Encoded }) => ({
  statusCode: 200,
  headers: { 'Content-Type': 'application/octet-stream' },
  body,
  isBase64Encoded,
});`;

/** Returns the value of the variable ANSWER. */
const answer = `
export const handler = async () => JSON.parse(process.env.ANSWER);`;

const fail = `
export const handler = async () => {
  throw new Error('some_error_msg');
};`;

const failAtImport = `
throw new Error('some_error_msg');`;

const exit = `
export const handler = async () => process.exit(0);`;

/** Never answers in time. */
const sleep = `
import { setTimeout } from 'node:timers/promises';
export const handler = async () => {
  await setTimeout(60_000);
  return { statusCode: 200 };
};`;

/** Answers with as many bytes as the variable BYTES says, within a proxy answer or as the payload itself. */
const large = `
export const handler = async () => {
  const text = 'x'.repeat(Number(process.env.BYTES));
  return process.env.BARE ? text : { statusCode: 200, body: text };
};`;

const nothing = `
export const handler = async () => {};`;

/** Hands out what its role may sign with, and what else Lambda puts into the environment. */
const environment = `
export const handler = async () => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(process.env),
});`;

/** Counts in memory and writes to the file that the event names; times out when told to. */
const reuse = `
import { existsSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
let counter = 0;
export const handler = async ({ file, sleep }) => {
  counter += 1;
  const kept = existsSync(file);
  writeFileSync(file, 'kept');
  if (sleep) await setTimeout(60_000);
  return { counter, kept };
};`;

/** Decides by the token's word, with a policy. */
const policyAuthorizer = `
const answerTo = (effect, resource, more) => ({
  principalId: 'user-1',
  policyDocument: {
    Version: '2012-10-17',
    Statement: [{ Action: 'execute-api:Invoke', Effect: effect, Resource: resource }],
  },
  ...more,
});
const stageArn = (arn) => arn.split('/').slice(0, 2).join('/');
const answers = {
  ok: (arn) => answerTo('Allow', arn),
  allow: (arn) => answerTo('Allow', arn),
  'Bearer foo': (arn) => answerTo('Allow', arn),
  key: (arn) => answerTo('Allow', arn, { usageIdentifierKey: process.env.API_KEY }),
  everywhere: (arn) => answerTo('Allow', stageArn(arn) + '/*/*'),
  once: (arn) => answerTo('Allow', arn),
  elsewhere: (arn) => answerTo('Allow', stageArn(arn) + '/GET/elsewhere'),
  deny: (arn) => answerTo('Deny', arn),
  scalars: (arn) => answerTo('Allow', arn, { context: { stringKey: 'v', numberKey: 123, booleanKey: true } }),
  array: (arn) => answerTo('Allow', arn, { context: { list: ['a'] } }),
  'no policy': () => ({ principalId: 'user-1' }),
  'no principal': (arn) => ({ ...answerTo('Allow', arn), principalId: undefined }),
  'empty principal': (arn) => ({ ...answerTo('Allow', arn), principalId: '' }),
};
export const handler = async (event) => {
  console.log('event ' + JSON.stringify(event));
  const { authorization, Authorization, MyCustomAuthHeader } = event.headers ?? {};
  const token =
    event.authorizationToken ?? authorization ?? Authorization ?? MyCustomAuthHeader ?? event.queryStringParameters?.authorization;
  const answer = answers[token];
  if (!answer) throw new Error(token);
  return answer(event.methodArn ?? event.routeArn);
};`;

/** Decides by the token's word, in the simple form of payload format 2.0. */
const simpleAuthorizer = `
const answers = {
  ok: { isAuthorized: true, context: { text: 'a', number: 7, flag: true, list: ['x', 1] } },
  'Bearer foo': { isAuthorized: true },
  bad: { isAuthorized: false },
  text: { isAuthorized: 'true' },
  else: { allowed: true },
};
export const handler = async (event) => {
  console.log('event ' + JSON.stringify(event));
  const token = event.headers.authorization ?? 'bad';
  if (!answers[token]) throw new Error(token);
  return answers[token];
};`;

/** Consumes a batch: writes it to its log, then answers, or throws, as the variable ANSWER says. */
const worker = `
export const handler = async (event) => {
  console.log('event ' + JSON.stringify(event));
  const { ANSWER } = process.env;
  if (ANSWER === 'throw') throw new Error('some_error_msg');
  return JSON.parse(ANSWER ?? 'null');
};`;

/** Consumes a batch of which only the measures are of interest. */
const measure = `
export const handler = async (event) => {
  const bytes = Buffer.byteLength(JSON.stringify(event));
  console.log('event ' + JSON.stringify({ records: event.Records.length, bytes }));
};`;

const sources = {
  answer,
  bounce,
  echo,
  environment,
  exit,
  fail,
  failAtImport,
  large,
  measure,
  nothing,
  parse,
  policyAuthorizer,
  reuse,
  simpleAuthorizer,
  sleep,
  worker,
} as const;

/** Name of a function's source. */
export type HandlerName = keyof typeof sources;

export const handlerNames = Object.keys(sources) as readonly HandlerName[];

/** The module that a deployment package holds as `index.mjs`. */
export const handlerSource = (name: HandlerName): string => sources[name].trimStart();
