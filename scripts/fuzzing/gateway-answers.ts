import type { ApiKind } from '../../contracts/route-table.ts';
import type { Answer } from './wire.ts';

/** An answer that a gateway gives itself. */
interface GatewayAnswer {
  readonly status: number;
  /** The whole of its `message`. */
  readonly message: RegExp;
  /** `x-amzn-ErrorType` of a REST API. */
  readonly errorType?: string;
}

const row = (status: number, message: RegExp, errorType?: string): GatewayAnswer => ({
  status,
  message,
  ...(errorType === undefined ? {} : { errorType: `${errorType}Exception` }),
});

const incompleteSignature =
  /^(Authorization header requires ('(Credential|Signature|SignedHeaders)' parameter|existence of either a 'X-Amz-Date' or a 'Date' header)\. |Invalid key=value pair \(missing equal-sign\) in Authorization header \(hashed )/;

/** "Gateway response types for API Gateway", as far as requests can bring them about. */
const restAnswers: readonly GatewayAnswer[] = [
  row(400, /^Invalid request body$/, 'BadRequest'),
  row(400, /^Missing required request parameters: \[[A-Za-z, ]+\]$/, 'BadRequest'),
  row(400, /^Bad Request$/, 'BadRequest'),
  row(401, /^Unauthorized$/, 'Unauthorized'),
  row(401, /^The incoming token has expired$/, 'Unauthorized'),
  row(403, /^Forbidden$/, 'Forbidden'),
  row(403, /^Missing Authentication Token$/, 'MissingAuthenticationToken'),
  row(
    403,
    /^User is not authorized to access this resource( with an explicit deny in an identity-based policy)?$/,
    'AccessDenied',
  ),
  row(
    403,
    /^The (request signature we calculated|security token included in the request|.*Credential)\b/,
    'InvalidSignature',
  ),
  // A route that is not there ought to be signed: a header that is no signature comes back to who sent it.
  row(403, incompleteSignature, 'IncompleteSignature'),
  row(429, /^Too Many Requests$/, 'TooManyRequests'),
];

/** What an HTTP API says. */
const httpAnswers: readonly GatewayAnswer[] = [
  row(400, /^Bad Request$/),
  row(401, /^Unauthorized$/),
  row(403, /^Forbidden$/),
  row(404, /^Not Found$/),
  row(413, /^Request Entity Too Large$/),
  row(429, /^Too Many Requests$/),
];

/** Whether it says what is wrong with the caller's own `Authorization`, and repeats it. */
export const repeatsAuthorization = (answer: Answer): boolean =>
  answer.headers['x-amzn-errortype'] === 'IncompleteSignatureException' &&
  incompleteSignature.test(messageOf(answer) ?? '');

/** What is wrong with an answer that has no problem document: it has to be one of the gateway's own. */
export function gatewayFaults(kind: ApiKind, answer: Answer, isBelowStage: boolean): readonly string[] {
  const { status, headers } = answer;
  const message = messageOf(answer);
  if (message === undefined) return [`${status} is neither a problem document nor {"message":...}`];
  const answers = kind === 'rest' ? restAnswers : httpAnswers;
  const errorType = headers['x-amzn-errortype'];
  const found = answers.find(
    (known) => known.status === status && known.message.test(message) && known.errorType === errorType,
  );
  return [
    ...(found ? [] : [`${status} '${message}' (${errorType}) is no answer that this gateway is known to give`]),
    ...(kind === 'rest'
      ? restHeaderFaults(headers, isBelowStage)
      : headers['apigw-requestid']
        ? []
        : ['the gateway gives no Apigw-Requestid']),
  ];
}

function messageOf({ body }: Answer): string | undefined {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'));
    const members = typeof parsed === 'object' && parsed !== null ? Object.entries(parsed) : [];
    const [name, message] = members[0] ?? [];
    return members.length === 1 && name === 'message' && typeof message === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}

/** To a path below no stage nothing of the API applies, not even its gateway responses. */
const restHeaderFaults = (headers: Answer['headers'], isBelowStage: boolean): readonly string[] =>
  ['x-amzn-requestid', 'x-amz-apigw-id', ...(isBelowStage ? ['access-control-expose-headers', 'vary'] : [])]
    .filter((name) => headers[name] === undefined)
    .map((name) => `the gateway's answer has no ${name}`);
