import type { IncomingHttpHeaders } from 'node:http';
import type { ServiceOperations } from './service-operations.ts';

/** Who signed a request: a principal whose policies decide what it may do. */
export interface Caller {
  readonly accessKeyId: string;
  readonly accountId: string;
  /** `arn:aws:sts::123456789012:assumed-role/role/session` or `arn:aws:iam::123456789012:user/operator`. */
  readonly arn: string;
  /** `AROA...:session` or `AIDA...` */
  readonly userId: string;
  /** The role whose policies apply; absent for the operator of the stage, who may do everything. */
  readonly roleArn: string | undefined;
}

/** A request to an AWS service, after its signature was verified. */
export interface ServiceRequest {
  readonly method: string;
  /** Path as sent, percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** The payload; where the SDK sent it aws-chunked, decoded. */
  readonly body: Buffer;
  /** `null` where nothing was signed: only operations that AWS models as unauthenticated may go on. */
  readonly caller: Caller | null;
  readonly requestId: string;
  /** Origin that the caller used, `http://127.0.0.1:4002`. */
  readonly origin: string;
}

export interface ServiceResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
}

/** A service of AWS behind the stage's endpoint. */
export interface AwsService {
  /** The service's name in a signature's credential scope: `sqs`, `s3`, `cognito-idp`, `secretsmanager`, `dynamodb`. */
  readonly signingName: string;
  /** What stands before the dot in `X-Amz-Target`, `AmazonSQS`; absent where the protocol has no such header. */
  readonly jsonTarget?: string;
  readonly operations: ServiceOperations;
  /** Answers in the service's own protocol, its errors included; throws only for a defect of the stage. */
  handle(request: ServiceRequest): Promise<ServiceResponse>;
  /**
   * Renders an error that was found before the service was asked, such as a signature that does not match.
   *
   * @param request what was asked, not verified; S3 lets a page of an allowed origin read the error.
   */
  renderError(error: AwsError, requestId: string, request?: ServiceRequest): ServiceResponse;
}

/** An error as the service's API documents it. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly code: string;
  readonly status: number;
  /** Further members of the error's document. */
  readonly details: Readonly<Record<string, unknown>>;

  /**
   * @param code the error's name in the API reference, `QueueDoesNotExist`.
   * @param status HTTP status. @default 400
   */
  constructor(code: string, message: string, status = 400, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

/** What a caller learns of a defect of the stage. */
export const internalFailure = () =>
  new AwsError('InternalFailure', 'The request processing has failed because of an unknown error.', 500);

/** The sender's or the service's fault, as error documents tell it. */
export const faultOf = (error: AwsError): 'Sender' | 'Receiver' => (error.status < 500 ? 'Sender' : 'Receiver');
