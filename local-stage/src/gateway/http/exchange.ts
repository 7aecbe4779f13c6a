import type { Caller } from '../../services/service.ts';
import type { HttpApiConfiguration } from './configuration.ts';
import type { HttpRequest } from './http-request.ts';
import type { Refusal } from './refusal.ts';
import type { Stage } from './stages.ts';

/** One request on its way through the API, with what is known of it so far. */
export interface Exchange {
  readonly api: HttpApiConfiguration;
  readonly request: HttpRequest;
  /** Also the extended request id: HTTP APIs have just one. */
  readonly requestId: string;
  readonly traceId: string;
  /** Milliseconds since the epoch, by the stage's clock. */
  readonly startedAt: number;
  stage: Stage | undefined;
  routeKey: string | undefined;
  authorization: RouteAuthorization;
  integration: IntegrationOutcome | undefined;
  refusal: Refusal | undefined;
}

/** A request whose route is known. */
export interface RoutedExchange extends Exchange {
  readonly stage: Stage;
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>> | undefined;
  /** Path within the stage, decoded: `/contacts/1`. */
  readonly routePath: string;
}

/** What the route's authorization found out about the caller. */
export type RouteAuthorization =
  | { readonly kind: 'NONE' }
  | {
      readonly kind: 'JWT';
      readonly claims: Readonly<Record<string, string>>;
      /** `null` where the route asks for no scope. */
      readonly scopes: readonly string[] | null;
    }
  | {
      readonly kind: 'CUSTOM';
      readonly principalId: string | undefined;
      readonly context: Readonly<Record<string, unknown>> | null;
    }
  | { readonly kind: 'AWS_IAM'; readonly caller: Caller };

interface IntegrationOutcome {
  readonly functionName: string;
  readonly latencyMs: number;
  /** Status of the Lambda service's own answer; `undefined` if none came in time. */
  readonly serviceStatus: number | undefined;
  /** Status code that the function returned. */
  functionStatus: number | undefined;
  readonly requestId: string | undefined;
}

/** Decides whether a request may reach the integration. @throws {Refusal} if not. */
export type Authorizer = (exchange: RoutedExchange) => RouteAuthorization | Promise<RouteAuthorization>;
