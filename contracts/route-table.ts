import type { ErrorCode } from './errors.ts';
import { rowProblems } from './row-rules.ts';
import type { SchemaName } from './schemas/registry.ts';

/**
 * The route table of an API: one row an operation, keyed by operation id. Infrastructure, handlers'
 * types and validation, the typed client, contracts and smoke tests derive from it; nothing else
 * lists routes.
 */

export const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Method = (typeof methods)[number];

/** What a partner's token may allow. */
export const partnerScopes = ['projects:read', 'tasks:write'] as const;
export type PartnerScope = (typeof partnerScopes)[number];

/**
 * Who may call an operation. A REST API offers `user`, `partner` and `public`; an HTTP API `jwt`,
 * `iam`, `webhook` and `public`.
 * - `user`: a signed-in user of the pool (Cognito authorizer, ID token).
 * - `partner`: a partner's token with the scope (Lambda TOKEN authorizer), and an API key under a
 *   usage plan.
 * - `jwt`: a client of the pool whose access token carries one of the scopes (JWT authorizer).
 * - `iam`: an AWS principal whose policy allows `execute-api:Invoke` (Signature Version 4).
 * - `webhook`: a partner that signs its request (Lambda REQUEST authorizer, never cached).
 * - `public`: anybody; it takes an owner, a reason and a date to look at it again.
 */
export type Access =
  | { readonly kind: 'user' }
  | { readonly kind: 'partner'; readonly scope: PartnerScope }
  | { readonly kind: 'jwt'; readonly scopes: readonly [string, ...string[]] }
  | { readonly kind: 'iam' }
  | { readonly kind: 'webhook' }
  | {
      readonly kind: 'public';
      /** The team that answers for the route. */
      readonly owner: string;
      readonly reason: string;
      /** ISO date (`2027-06-30`) by which the owner decides again. */
      readonly reviewBy: string;
    };

export const user = { kind: 'user' } as const satisfies Access;
export const partner = { kind: 'partner', scope: 'projects:read' } as const satisfies Access;
export const writingPartner = { kind: 'partner', scope: 'tasks:write' } as const satisfies Access;
export const iam = { kind: 'iam' } as const satisfies Access;
export const webhook = { kind: 'webhook' } as const satisfies Access;
/** @param scopes of which a token needs one, as the pool's resource server names them: `contacts/read`. */
export function jwt(...scopes: readonly [string, ...string[]]) {
  return { kind: 'jwt', scopes } as const satisfies Access;
}
export function open(because: { owner: string; reason: string; reviewBy: string }) {
  return { kind: 'public', ...because } as const satisfies Access;
}

/** Classes of request rate; each environment gives each class its numbers. */
export const throttleClasses = ['standard', 'signIn', 'exports', 'contact', 'webhook', 'operations'] as const;
export type ThrottleClass = (typeof throttleClasses)[number];

/**
 * What repeating a request does.
 * - `safe`: nothing changes (GET).
 * - `key`: the caller may send `Idempotency-Key`; the same key and body give the first answer again.
 * - `none`: each request stands alone.
 */
export const idempotencies = ['safe', 'key', 'none'] as const;
export type Idempotency = (typeof idempotencies)[number];

/**
 * Whether a change names the version that it is meant for.
 * - `required`: without `If-Match` the answer is 428 (RFC 6585); `*` is for whatever version there is.
 * - `optional`: `If-Match` is kept where it is sent.
 */
export const ifMatches = ['required', 'optional'] as const;
export type IfMatch = (typeof ifMatches)[number];

/**
 * What a handler may touch, and with which IAM actions (without the service's prefix). Its role
 * allows exactly this. A DynamoDB transaction takes the actions of its parts. `ListBucket` is a
 * permission on the bucket itself, every other one of a bucket on its objects. Cognito takes the
 * user pool client's operations unsigned, so that no role has to allow them.
 */
export const touchables = {
  table: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'BatchGetItem', 'ConditionCheckItem'],
  /** The table's index, by the time from which work is due. */
  tableIndex: ['Query'],
  exportQueue: ['SendMessage', 'GetQueueAttributes'],
  exportDeadLetterQueue: ['GetQueueAttributes', 'StartMessageMoveTask', 'ReceiveMessage', 'DeleteMessage'],
  exportsBucket: ['GetObject', 'PutObject'],
  attachmentsBucket: ['GetObject', 'PutObject', 'DeleteObject', 'ListBucket'],
  userPool: ['ListUsers'],
  userPoolClient: ['InitiateAuth', 'RevokeToken'],
  partnerTokenSecret: ['GetSecretValue'],
} as const;
export type Touchable = keyof typeof touchables;
export type Touches = { readonly [T in Touchable]?: readonly (typeof touchables)[T][number][] };

/** The names between braces in a path: `'/projects/{projectId}'` gives `'projectId'`. */
export type PathParameterName<P extends string> = P extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathParameterName<Rest>
  : never;

export interface Parameter {
  readonly schema: SchemaName;
  /** @default false */
  readonly required?: boolean;
}

export interface Answer {
  /** Absent for an answer without a body. */
  readonly schema?: SchemaName;
  /** Headers that every such answer carries beside the usual ones. */
  readonly headers?: readonly string[];
  /** Headers that some such answers carry. */
  readonly optionalHeaders?: readonly string[];
}

export interface RowFields<P extends string = string> {
  /** One line for OpenAPI and the docs page. */
  readonly summary: string;
  readonly access: Access;
  /** The schema of each path parameter: exactly the names in the path. */
  readonly path?: { readonly [N in PathParameterName<P>]: SchemaName };
  readonly query?: Readonly<Record<string, Parameter>>;
  /** The schema of the JSON request body. */
  readonly body?: SchemaName;
  /** The successful answers by status. */
  readonly answers: Readonly<Partial<Record<200 | 201 | 202 | 204, Answer>>>;
  /** Errors of this operation beside those that `errorsOf` adds to every row of its kind. */
  readonly errors: readonly ErrorCode[];
  readonly throttle: ThrottleClass;
  readonly idempotency: Idempotency;
  /** @default the row takes no `If-Match` */
  readonly ifMatch?: IfMatch;
  readonly touches: Touches;
  /** Why no consumer's contract covers the row, for now. @default a contract has to */
  readonly uncontracted?: Waiver;
}

/** Something that is left out until a day, for a reason. */
export interface Waiver {
  readonly reason: string;
  /** ISO date (`2027-06-30`) of the last day. */
  readonly until: string;
}

/** A path with parameters must say their schemas; one without must not be asked to. */
type CheckedFields<P extends string> = RowFields<P> &
  ([PathParameterName<P>] extends [never]
    ? { readonly path?: never }
    : { readonly path: { readonly [N in PathParameterName<P>]: SchemaName } });

export interface Row<M extends Method = Method, P extends string = string, F extends RowFields = RowFields> {
  readonly method: M;
  readonly route: P;
  readonly fields: F;
}

const rowBuilder =
  <M extends Method>(method: M) =>
  <const P extends `/${string}`, const F extends CheckedFields<P>>(route: P, fields: F): Row<M, P, F> => ({
    method,
    route,
    fields,
  });

export const get = rowBuilder('GET');
export const post = rowBuilder('POST');
export const put = rowBuilder('PUT');
export const del = rowBuilder('DELETE');

export type Rows = Readonly<Record<string, Row>>;

/** `rest`: API Gateway REST API. `http`: API Gateway HTTP API, payload 2.0. */
export type ApiKind = 'rest' | 'http';

export interface ApiTable<R extends Rows = Rows> {
  /** Name of the API in AWS, without the environment. */
  readonly name: string;
  readonly kind: ApiKind;
  readonly rows: R;
}

/** A row as consumers take it: everything said, nothing left to default. */
export interface Operation {
  readonly operationId: string;
  readonly method: Method;
  /** `/projects/{projectId}/exports` */
  readonly path: string;
  readonly summary: string;
  readonly access: Access;
  readonly pathParameters: readonly { readonly name: string; readonly schema: SchemaName }[];
  readonly queryParameters: readonly {
    readonly name: string;
    readonly schema: SchemaName;
    readonly required: boolean;
  }[];
  readonly body: SchemaName | undefined;
  readonly answers: readonly {
    readonly status: number;
    readonly schema: SchemaName | undefined;
    readonly headers: readonly string[];
    readonly optionalHeaders: readonly string[];
  }[];
  readonly errors: readonly ErrorCode[];
  readonly throttle: ThrottleClass;
  readonly idempotency: Idempotency;
  readonly ifMatch: IfMatch | undefined;
  readonly touches: Touches;
  readonly uncontracted: Waiver | undefined;
}

/** A mistake in a route table. The message names the API and the row. */
export class RouteTableError extends Error {
  override readonly name = 'RouteTableError';
}

const vocabulary = { throttleClasses, partnerScopes, ifMatches, touchables };

/**
 * Declares an API. What the types cannot say is checked here, when the table is loaded.
 *
 * @throws {RouteTableError} naming the row, what was found and what was expected.
 */
export function defineApi<const R extends Rows>(name: string, kind: ApiKind, rows: R): ApiTable<R> {
  const seen = new Map<string, string>();
  for (const [operationId, row] of Object.entries(rows)) {
    const where = `${name}: row '${operationId}'`;
    for (const problem of rowProblems(operationId, row, kind, vocabulary))
      throw new RouteTableError(`${where} ${problem}`);
    const route = `${row.method} ${row.route.replaceAll(/\{[^}]+\}/g, '{}')}`;
    const other = seen.get(route);
    if (other !== undefined) {
      throw new RouteTableError(
        `${where} declares ${row.method} ${row.route}, which row '${other}' declares already. Expected: one row a method and path`,
      );
    }
    seen.set(route, operationId);
  }
  return { name, kind, rows };
}

/** @throws {RouteTableError} if two of the APIs declare the same operation id. */
export function checkOperationIds(apis: readonly ApiTable[]): void {
  const seen = new Map<string, string>();
  for (const api of apis) {
    for (const operationId of Object.keys(api.rows)) {
      const other = seen.get(operationId);
      if (other !== undefined) {
        throw new RouteTableError(
          `${api.name}: row '${operationId}' has the operation id of a row of ${other}. Expected: ids that are unique across the APIs, since each names a function`,
        );
      }
      seen.set(operationId, api.name);
    }
  }
}

/** The rows of an API, resolved, in the table's order. */
export function operationsOf(api: ApiTable): readonly Operation[] {
  return Object.entries(api.rows).map(([operationId, row]) => resolve(operationId, row));
}

/** @throws {RouteTableError} if the API has no such row. */
export function operationOf(api: ApiTable, operationId: string): Operation {
  const row = api.rows[operationId];
  if (!row) {
    throw new RouteTableError(
      `${api.name} has no row '${operationId}'. Expected one of: ${Object.keys(api.rows).join(', ')}`,
    );
  }
  return resolve(operationId, row);
}

function resolve(operationId: string, { method, route, fields }: Row): Operation {
  const pathSchemas: Readonly<Record<string, SchemaName>> = fields.path ?? {};
  return {
    operationId,
    method,
    path: route,
    summary: fields.summary,
    access: fields.access,
    pathParameters: Object.entries(pathSchemas).map(([name, schema]) => ({ name, schema })),
    queryParameters: Object.entries(fields.query ?? {}).map(([name, { schema, required = false }]) => ({
      name,
      schema,
      required,
    })),
    body: fields.body,
    answers: Object.entries(fields.answers).map(([status, answer]) => ({
      status: Number(status),
      schema: answer.schema,
      headers: answer.headers ?? [],
      optionalHeaders: answer.optionalHeaders ?? [],
    })),
    errors: errorsOf(fields),
    throttle: fields.throttle,
    idempotency: fields.idempotency,
    ifMatch: fields.ifMatch,
    touches: touchesOf(fields),
    uncontracted: fields.uncontracted,
  };
}

/**
 * The row's own touches, and the table actions with which idempotency keeps its records: a write that is
 * refused comes back with the record that is there, so none is read.
 */
function touchesOf(fields: RowFields): Touches {
  if (fields.idempotency !== 'key') return fields.touches;
  const actions = ['PutItem', 'UpdateItem', 'DeleteItem'] as const;
  return { ...fields.touches, table: [...new Set([...(fields.touches.table ?? []), ...actions])] };
}

/** The row's own errors and those that its shape implies. */
function errorsOf(fields: RowFields): readonly ErrorCode[] {
  const implied: ErrorCode[] = ['INTERNAL_ERROR'];
  if (Object.keys(touchesOf(fields)).length > 0) implied.push('SERVICE_UNAVAILABLE');
  if (fields.body) implied.push('INVALID_JSON', 'VALIDATION_FAILED');
  const takesHeader = fields.ifMatch !== undefined || fields.idempotency === 'key';
  if (fields.query || fields.path || takesHeader) implied.push('INVALID_PARAMETER');
  if (fields.ifMatch) implied.push('PRECONDITION_FAILED');
  if (fields.ifMatch === 'required') implied.push('PRECONDITION_REQUIRED');
  if (fields.idempotency === 'key') implied.push('IDEMPOTENCY_IN_PROGRESS', 'IDEMPOTENCY_MISMATCH');
  return [...new Set([...fields.errors, ...implied])];
}
