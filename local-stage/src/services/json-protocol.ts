import { crc32 } from 'node:zlib';
import type { ServiceRequest, ServiceResponse } from './service.ts';
import { AwsError } from './service.ts';

/** Which version of the AWS JSON protocol a service speaks. SQS and DynamoDB 1.0; Cognito and Secrets Manager 1.1. */
export type JsonVersion = '1.0' | '1.1';

/** What the `X-Amz-Target` header names. */
export interface JsonTarget {
  /** The API and its version: `AmazonSQS`, `DynamoDB_20120810`, `AWSCognitoIdentityProviderService`. */
  readonly service: string;
  /** `SendMessage` */
  readonly operation: string;
}

/**
 * Reads the header that names the operation in the AWS JSON protocols.
 *
 * @returns `undefined` where the header is missing or not of the form `Service.Operation`.
 */
export function parseTarget(request: { readonly headers: ServiceRequest['headers'] }): JsonTarget | undefined {
  const header = request.headers['x-amz-target'];
  if (typeof header !== 'string') return undefined;
  const dot = header.lastIndexOf('.');
  if (dot <= 0 || dot === header.length - 1) return undefined;
  return { service: header.slice(0, dot), operation: header.slice(dot + 1) };
}

/**
 * Reads the request's document; an empty body is an empty document, as AWS takes it.
 *
 * @throws {AwsError} SerializationException where the body is no JSON object.
 */
export function parseJsonBody(request: { readonly body: Buffer }): Readonly<Record<string, unknown>> {
  if (request.body.length === 0) return {};
  const document = parseJson(request.body.toString('utf8'));
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    throw new AwsError('SerializationException', 'Start of structure or map found where not expected.');
  }
  return document as Record<string, unknown>;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AwsError('SerializationException', 'The request body is not valid JSON.');
  }
}

export interface JsonResponseOptions {
  /** HTTP status. @default 200 */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Adds `x-amz-crc32`, which DynamoDB's clients check. @default false */
  readonly checksum?: boolean;
}

/**
 * Renders an answer of the AWS JSON protocols.
 *
 * @param document what the operation returns; `undefined` is an operation without output, whose body is empty.
 */
export function jsonResponse(
  document: unknown,
  requestId: string,
  version: JsonVersion,
  options: JsonResponseOptions = {},
): ServiceResponse {
  const body = document === undefined ? '' : JSON.stringify(document);
  return {
    status: options.status ?? 200,
    headers: {
      'content-type': `application/x-amz-json-${version}`,
      'x-amzn-requestid': requestId,
      ...(options.checksum && { 'x-amz-crc32': String(crc32(body)) }),
      ...options.headers,
    },
    body,
  };
}

export interface JsonErrorOptions {
  /**
   * What stands before `#` in `__type`: `com.amazonaws.sqs`. A code that has its own `#` stays as it is.
   *
   * @default none
   */
  readonly namespace?: string;
  /** Member that holds the text. @default 'message' */
  readonly messageMember?: 'message' | 'Message';
  /** Adds the `x-amzn-errortype` and `x-amzn-errormessage` headers, as Cognito does. @default false */
  readonly errorHeaders?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
  /** Adds `x-amz-crc32`, which DynamoDB's clients check. @default false */
  readonly checksum?: boolean;
}

/** Renders an error of the AWS JSON protocols; its details become further members of the document. */
export function jsonError(
  error: AwsError,
  requestId: string,
  version: JsonVersion,
  options: JsonErrorOptions = {},
): ServiceResponse {
  const type =
    options.namespace === undefined || error.code.includes('#') ? error.code : `${options.namespace}#${error.code}`;
  const document = { __type: type, [options.messageMember ?? 'message']: error.message, ...error.details };
  return jsonResponse(document, requestId, version, {
    status: error.status,
    headers: { ...(options.errorHeaders && errorHeaders(error)), ...options.headers },
    checksum: options.checksum ?? false,
  });
}

function errorHeaders(error: AwsError): Record<string, string> {
  const code = error.code.slice(error.code.indexOf('#') + 1);
  return { 'x-amzn-errortype': `${code}:`, 'x-amzn-errormessage': headerText(error.message) };
}

/** A header takes visible ASCII only; a message may quote what the caller sent. */
const headerText = (text: string) => text.replace(/[^\x20-\x7e]/g, '?');
