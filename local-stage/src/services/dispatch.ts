import type { IncomingMessage } from 'node:http';
import type { Clock } from '../clock.ts';
import type { FaultableCall, FaultSource, MetFault } from '../faults.ts';
import { answerWithFault } from './faulty-answer.ts';
import type { RequestVerifier } from './iam/signature.ts';
import { signatureErrorsOf } from './iam/signature-errors.ts';
import { readSignature } from './iam/signature-format.ts';
import type { SignedRequest } from './iam/signature-verifier.ts';
import { parseTarget } from './json-protocol.ts';
import { readRequest } from './request-reader.ts';
import {
  AwsError,
  type AwsService,
  type Caller,
  internalFailure,
  type ServiceRequest,
  type ServiceResponse,
} from './service.ts';
import { renderUnrouted } from './unrouted.ts';

/** What decides who answers a request. */
export interface Dispatching {
  readonly services: readonly AwsService[];
  /**
   * The service that takes a request without a signature: an operation that AWS models as
   * unauthenticated. `undefined` refuses it.
   */
  readonly anonymous: (request: ServiceRequest) => AwsService | undefined;
  readonly signatureVerifier: RequestVerifier;
  readonly clock: Clock;
  /** What goes wrong with requests whose signature is right. @default nothing */
  readonly faults?: FaultSource | undefined;
  /** Told of a defect of the stage, whose caller gets an InternalFailure. */
  readonly onDefect: (defect: unknown, requestId: string) => void;
}

/** A request and its answer. */
export interface Exchange extends Answered {
  readonly service: AwsService | undefined;
  readonly startedAt: number;
  readonly begunAt: number;
}

/**
 * Reads a request, finds its service, verifies its signature and lets the service answer.
 *
 * @throws {BodyTooLong | RequestAborted}
 */
export async function dispatch(message: IncomingMessage, requestId: string, options: Dispatching): Promise<Exchange> {
  const startedAt = options.clock.now();
  const begunAt = performance.now();
  const signed = await readRequest(message);
  const unsigned = toServiceRequest(signed, message, requestId);
  const route = findService(signed, unsigned, options);
  if (route instanceof AwsError) {
    const response = renderUnrouted(route, requestId, message);
    return { service: undefined, ...nothingKnown, response, startedAt, begunAt };
  }
  return { service: route.service, ...(await ask(route, signed, unsigned, options)), startedAt, begunAt };
}

interface Answered {
  readonly caller: Caller | null;
  /** `SendMessage`, where the service has a name for what was asked. */
  readonly operation: string | undefined;
  /** The fault that the request met. */
  readonly met: MetFault | undefined;
  /** `undefined` where nobody answers. */
  readonly response: ServiceResponse | undefined;
}

const nothingKnown = { caller: null, operation: undefined, met: undefined };

interface Route {
  readonly service: AwsService;
  /** An unsigned request may be one that the service takes, or only one that it is known to be meant for. */
  readonly access: 'signed' | 'anonymous' | 'refused';
}

/**
 * The header that names an operation names its service too; elsewhere the credential scope does. An unsigned
 * request goes where its kind of operation is known.
 */
function findService(signed: SignedRequest, unsigned: ServiceRequest, options: Dispatching): Route | AwsError {
  const authorization = signed.headers['authorization'];
  const parts = authorization === undefined || authorization.startsWith('AWS4-') ? readSignature(signed) : undefined;
  const targeted = targetedService(unsigned, options.services);
  if (!parts) {
    const service = options.anonymous(unsigned);
    if (service) return { service, access: 'anonymous' };
    return targeted ? { service: targeted, access: 'refused' } : missingToken();
  }
  if (targeted) return { service: targeted, access: 'signed' };
  const name = parts.credential?.scope.service;
  if (name === undefined) {
    return new AwsError(
      'IncompleteSignature',
      'The signature names no credential scope. Expected: a Credential of the form KEY/DATE/REGION/SERVICE/aws4_request',
      403,
    );
  }
  const service = options.services.find((candidate) => candidate.signingName === name);
  return service ? { service, access: 'signed' } : unknownService(name, options.services);
}

function targetedService(request: ServiceRequest, services: readonly AwsService[]): AwsService | undefined {
  const named = parseTarget(request)?.service;
  return named === undefined ? undefined : services.find(({ jsonTarget }) => jsonTarget === named);
}

async function ask(
  { service, access }: Route,
  signed: SignedRequest,
  unsigned: ServiceRequest,
  options: Dispatching,
): Promise<Answered> {
  let request = unsigned;
  let operation: string | undefined;
  try {
    if (access !== 'anonymous')
      request = authenticate({ service, access }, signed, unsigned, options.signatureVerifier);
    operation = service.operations.of(request);
    const met = operation === undefined ? undefined : options.faults?.(faultableCall(service, operation, request));
    const response = await (met
      ? answerWithFault(service, request, met.fault, options.clock)
      : service.handle(request));
    return { caller: request.caller, operation, met, response };
  } catch (failure) {
    if (!(failure instanceof AwsError)) options.onDefect(failure, unsigned.requestId);
    const response = service.renderError(
      failure instanceof AwsError ? failure : internalFailure(),
      unsigned.requestId,
      unsigned,
    );
    return { caller: request.caller, operation, met: undefined, response };
  }
}

const faultableCall = (service: AwsService, operation: string, { caller }: ServiceRequest): FaultableCall => ({
  service: service.signingName,
  operation,
  callers: caller === null ? [] : namesOf(caller),
});

/** A role's and its session's, or a user's: what stands behind the kind in `assumed-role/export/start-export`. */
const namesOf = ({ arn }: Caller): readonly string[] => arn.split('/').slice(1);

function authenticate(
  { service, access }: Route,
  signed: SignedRequest,
  unsigned: ServiceRequest,
  verifier: RequestVerifier,
): ServiceRequest {
  const opened = access === 'signed' ? verifier.open(signed, { service: service.signingName }) : null;
  if (!opened) throw signatureErrorsOf(service.signingName).unsigned();
  return {
    ...unsigned,
    headers: opened.body === signed.body ? unsigned.headers : decodedHeaders(unsigned.headers, opened.trailers),
    body: opened.body,
    caller: opened.caller,
  };
}

/** The headers of the body as decoded: its trailers among them, `aws-chunked` no longer an encoding of it. */
function decodedHeaders(headers: ServiceRequest['headers'], trailers: Readonly<Record<string, string>>) {
  const encodings = (headers['content-encoding'] ?? '').split(',').map((encoding) => encoding.trim());
  const left = encodings.filter((encoding) => encoding !== '' && encoding !== 'aws-chunked');
  const { 'content-encoding': _, ...others } = headers;
  return { ...others, ...trailers, ...(left.length > 0 && { 'content-encoding': left.join(',') }) };
}

const toServiceRequest = (signed: SignedRequest, message: IncomingMessage, requestId: string): ServiceRequest => ({
  method: signed.method,
  path: signed.path,
  query: new URLSearchParams(signed.rawQuery),
  headers: message.headers,
  body: signed.body,
  caller: null,
  requestId,
  origin: `http://${message.headers.host ?? `127.0.0.1:${message.socket.localPort}`}`,
});

const missingToken = () => new AwsError('MissingAuthenticationToken', 'Request is missing Authentication Token', 403);

const unknownService = (name: string, services: readonly AwsService[]) =>
  new AwsError(
    'UnknownService',
    `The local stage has no service "${name}". Expected one of: ${services.map((service) => service.signingName).join(', ')}`,
    404,
  );
