import { isDeepStrictEqual } from 'node:util';
import { type ErrorCode, errors } from '../../contracts/errors.ts';
import type { Built, Urls } from './build.ts';
import { foreignOrigin } from './build.ts';
import { gatewayFaults } from './gateway-answers.ts';
import { violationsOf } from './json-schema.ts';
import type { LeakFinder } from './leaks.ts';
import type { Route } from './operations.ts';
import { type Answer, requestIdOf } from './wire.ts';

/** What a request that keeps its row may still be told: of what others did meanwhile. */
const codesOfClean: ReadonlySet<string> = new Set<ErrorCode>([
  ...(['NOT_FOUND', 'FORBIDDEN', 'ALREADY_MEMBER', 'LAST_OWNER', 'LIMIT_REACHED', 'PRECONDITION_FAILED'] as const),
  ...(['IDEMPOTENCY_IN_PROGRESS', 'REDRIVE_IN_PROGRESS', 'INVALID_REFRESH_TOKEN'] as const),
]);

type Judged = Answer & { readonly status: number };

/** What is wrong with an answer; nothing if it is one that the row may give. */
export function answerFaults(built: Built, answer: Answer, findLeaks: LeakFinder, urls: Urls): readonly string[] {
  const { status } = answer;
  if (typeof status !== 'number') return [`the request was ${status}: ${answer.body}`];
  const judged: Judged = { ...answer, status };
  if (status >= 500) return [`the answer is ${status}`];
  return [
    ...findLeaks(answer),
    ...corsFaults(built, judged, urls),
    ...(built.wired.method === 'OPTIONS' || built.wired.method === 'HEAD' ? [] : rowFaults(built, judged, urls)),
    ...replayFaults(built, answer),
  ];
}

/** What is wrong for the row that the answer fits best. */
function rowFaults(built: Built, answer: Judged, urls: Urls): readonly string[] {
  const rows = built.answering.length === 0 ? [undefined] : built.answering;
  const judge = answer.status < 300 ? successFaults : refusalFaults;
  const [best = []] = rows
    .map((row) => judge(built, row, answer, urls))
    .sort((one, other) => one.length - other.length);
  return best;
}

function successFaults(
  { wired }: Built,
  answering: Route | undefined,
  { status, headers, body }: Judged,
): readonly string[] {
  if (!answering) return [`no row answers ${wired.method} here, and the answer is ${status}`];
  const declared = answering.answers.find((each) => each.status === status);
  if (!declared) return [`${answering.operationId} declares no answer ${status}`];
  const missing = declared.headers.filter((name) => headers[name.toLowerCase()] === undefined);
  return [
    ...missing.map((name) => `the answer lacks the header ${name}`),
    ...bodyFaults(declared.schema, headers, body),
    ...acceptedFaults(answering, wired.body),
  ];
}

function bodyFaults(schema: Route['body'], headers: Answer['headers'], body: Buffer): readonly string[] {
  if (schema === undefined) return body.length === 0 ? [] : ['there is a body. Expected: none'];
  if (headers['content-type'] !== 'application/json') return [`the content type is ${headers['content-type']}`];
  return violationsOf(schema, parsed(body)).map((violation) => `the answer breaks ${schema}: ${violation}`);
}

/** What was done has to be what was asked for in the published form. */
function acceptedFaults({ body: schema }: Route, body: Uint8Array | undefined): readonly string[] {
  if (schema === undefined) return [];
  // RFC 8259 lets a reader pass over a byte order mark.
  const violations = violationsOf(schema, parsed(Buffer.from(body ?? []), '\ufeff'));
  return violations.map((violation) => `a body that breaks ${schema} was taken: ${violation}`);
}

function refusalFaults(built: Built, answering: Route | undefined, answer: Judged, urls: Urls): readonly string[] {
  const { route, isClean } = built;
  const { status, headers } = answer;
  if (status < 400) return [`the answer is ${status}. Expected: 2xx or 4xx`];
  const isProblem = headers['content-type'] === 'application/problem+json';
  const found = isProblem
    ? problemFaults(answering, answer)
    : gatewayFaults(route.kind, answer, isBelowStage(built, urls));
  const code = isProblem ? String((parsed(answer.body) as { code?: unknown }).code) : `the gateway's ${status}`;
  return [
    ...found,
    ...(isClean &&
    status !== 429 &&
    !codesOfClean.has(code) &&
    !(route.operationId === 'receiveWebhook' && status === 409)
      ? [`a request that keeps its row was refused: ${code}`]
      : []),
    ...(status === 429 && headers['retry-after'] === undefined && route.kind === 'rest'
      ? ['429 without Retry-After']
      : []),
  ];
}

const isBelowStage = ({ wired }: Built, { taskApi }: Urls) => wired.target.startsWith(`${new URL(taskApi).pathname}/`);

function problemFaults(answering: Route | undefined, answer: Judged): readonly string[] {
  const { status, body } = answer;
  if (!answering) return ['a problem document where no row answers'];
  const document = parsed(body) as Readonly<Record<string, unknown>>;
  const code = String(document['code']);
  const requestId = requestIdOf(answer);
  return [
    ...violationsOf('Problem', document),
    ...(answering.errors.includes(code as ErrorCode) ? [] : [`${answering.operationId} does not declare ${code}`]),
    ...(errors[code as ErrorCode]?.status === status && document['status'] === status
      ? []
      : [`${code} came with ${status}`]),
    ...(document['requestId'] === requestId
      ? []
      : [`requestId is ${document['requestId']}; the header says ${requestId}`]),
  ];
}

/** Handlers' answers name an origin only if it is one of the environment's. */
function corsFaults(built: Built, { headers }: Judged, urls: Urls): readonly string[] {
  const { wired, route } = built;
  const { allowedOrigin } = urls;
  const { Origin: origin } = wired.headers;
  const named = headers['access-control-allow-origin'];
  const isHandlers = headers['content-type'] !== 'application/json' || headers['x-amzn-errortype'] === undefined;
  if (origin === foreignOrigin && named !== undefined && isHandlers)
    return [`the answer names the foreign origin: ${named}`];
  const isApis = route.kind === 'http' || isBelowStage(built, urls);
  // Without the header that makes it one, OPTIONS is no preflight.
  const isMissing = origin === allowedOrigin && isApis && named !== allowedOrigin && wired.method !== 'OPTIONS';
  return isMissing ? [`a page of ${allowedOrigin} cannot read the answer: it names ${named}`] : [];
}

function replayFaults({ replayed }: Built, { status, body }: Answer): readonly string[] {
  if (!replayed || status === 409) return [];
  const isSame = replayed.status === status && isDeepStrictEqual(parsed(replayed.body), parsed(body));
  return isSame ? [] : [`the same request with its key was answered ${replayed.status} before: ${replayed.body}`];
}

/** @param mark left out where the text begins with it. */
function parsed(body: Buffer, mark = ''): unknown {
  const text = body.toString('utf8');
  try {
    return JSON.parse(text.startsWith(mark) ? text.slice(mark.length) : text);
  } catch {
    return undefined;
  }
}
