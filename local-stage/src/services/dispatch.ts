import type { IncomingMessage } from 'node:http';
import type { Clock } from '../clock.ts';
import type { RequestVerifier } from './iam/signature.ts';
import { readSignature } from './iam/signature-format.ts';
import type { SignedRequest } from './iam/signature-verifier.ts';
import { readRequest } from './request-reader.ts';
import { AwsError, type AwsService, type Caller, type ServiceRequest, type ServiceResponse } from './service.ts';
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
  /** Told of a defect of the stage, whose caller gets an InternalFailure. */
  readonly onDefect: (defect: unknown, requestId: string) => void;
}

/** A request and its answer. */
export interface Exchange {
  readonly service: AwsService | undefined;
  readonly caller: Caller | null;
  readonly response: ServiceResponse;
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
    return { service: undefined, caller: null, response, startedAt, begunAt };
  }
  const { caller, response } = await ask(route, signed, unsigned, options);
  return { service: route.service, caller, response, startedAt, begunAt };
}

interface Route {
  readonly service: AwsService;
  readonly isSigned: boolean;
}

/** The credential scope names the service; an unsigned request goes where its kind of operation is known. */
function findService(signed: SignedRequest, unsigned: ServiceRequest, options: Dispatching): Route | AwsError {
  const authorization = signed.headers['authorization'];
  const parts = authorization === undefined || authorization.startsWith('AWS4-') ? readSignature(signed) : undefined;
  if (!parts) {
    const service = options.anonymous(unsigned);
    return service ? { service, isSigned: false } : missingToken();
  }
  const name = parts.credential?.scope.service;
  if (name === undefined) {
    return new AwsError(
      'IncompleteSignature',
      'The signature names no credential scope. Expected: a Credential of the form KEY/DATE/REGION/SERVICE/aws4_request',
      403,
    );
  }
  const service = options.services.find((candidate) => candidate.signingName === name);
  return service ? { service, isSigned: true } : unknownService(name, options.services);
}

async function ask(
  { service, isSigned }: Route,
  signed: SignedRequest,
  unsigned: ServiceRequest,
  options: Dispatching,
): Promise<{ caller: Caller | null; response: ServiceResponse }> {
  let request = unsigned;
  try {
    if (isSigned) request = authenticate(service, signed, unsigned, options.signatureVerifier);
    return { caller: request.caller, response: await service.handle(request) };
  } catch (failure) {
    if (!(failure instanceof AwsError)) options.onDefect(failure, unsigned.requestId);
    const response = service.renderError(
      failure instanceof AwsError ? failure : internalFailure(),
      unsigned.requestId,
      unsigned,
    );
    return { caller: request.caller, response };
  }
}

function authenticate(
  service: AwsService,
  signed: SignedRequest,
  unsigned: ServiceRequest,
  verifier: RequestVerifier,
): ServiceRequest {
  const opened = verifier.open(signed, { service: service.signingName });
  if (!opened) throw missingToken();
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

/** What a caller learns of a defect of the stage. */
export const internalFailure = () =>
  new AwsError('InternalFailure', 'The request processing has failed because of an unknown error.', 500);
