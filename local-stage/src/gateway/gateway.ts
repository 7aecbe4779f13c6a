import type { Clock } from '../clock.ts';
import type { FunctionInvoker } from '../functions/invoker.ts';
import type { LogGroups } from '../log-groups.ts';
import type { TokenKeys } from '../services/cognito/token-keys.ts';
import type { Authorization } from '../services/iam/authorization.ts';
import type { SignatureVerifier } from '../services/iam/signature-verifier.ts';
import type { UsageLedger } from './rest/usage/usage-ledger.ts';

/** A request as it arrived on the socket. */
export interface GatewayRequest {
  readonly method: string;
  /** Path and query as sent, percent-encoded: `/dev/projects?limit=2`. */
  readonly target: string;
  /** Names in the caller's casing, repeated names kept, in the order sent. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  readonly sourceIp: string;
  /** `HTTP/1.1` */
  readonly protocol: string;
}

export interface GatewayResponse {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/** An API of the stage: takes a request, answers as API Gateway would, never throws. */
export type Gateway = (request: GatewayRequest) => Promise<GatewayResponse>;

/** What a gateway needs of the rest of the stage. */
export interface GatewayDependencies {
  readonly clock: Clock;
  readonly invoker: FunctionInvoker;
  readonly logGroups: LogGroups;
  readonly tokenKeys: TokenKeys;
  readonly signatureVerifier: SignatureVerifier;
  readonly authorization: Authorization;
  /** Keeps what API keys use of their plans, across REST APIs. @default one of the API's own */
  readonly usageLedger?: UsageLedger;
  /** Called once a request, when its answer is known. */
  readonly onRequest: (record: RequestRecord) => void;
}

/** One line of the terminal: what was asked, what was answered, by whom. */
export interface RequestRecord {
  readonly requestId: string;
  readonly api: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly durationMs: number;
  /** Function that the integration invoked, if it came to that. */
  readonly functionName: string | undefined;
  /** Id of that invocation, as the function's log has it. */
  readonly functionRequestId: string | undefined;
  /** Why the gateway itself refused, with the Terraform address to look at. */
  readonly explanation: string | undefined;
}
