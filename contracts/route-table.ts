import type { ErrorCode } from './errors.ts';
import { errors } from './errors.ts';
import { type SchemaName, schemas } from './schemas/registry.ts';

/**
 * The route table of an API: one row an operation, keyed by operation id. Infrastructure, handlers'
 * types and validation, the typed client, contracts and smoke tests derive from it; nothing else
 * lists routes.
 */

export const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Method = (typeof methods)[number];

/**
 * Who may call an operation.
 * - `user`: a signed-in user of the pool (Cognito authorizer, ID token).
 * - `partner`: a partner's token (Lambda TOKEN authorizer) and an API key under a usage plan.
 * - `public`: anybody; it takes an owner, a reason and a date to look at it again.
 */
export type Access =
  | { readonly kind: 'user' }
  | { readonly kind: 'partner' }
  | {
      readonly kind: 'public';
      /** The team that answers for the route. */
      readonly owner: string;
      readonly reason: string;
      /** ISO date (`2027-06-30`) by which the owner decides again. */
      readonly reviewBy: string;
    };

export const user = { kind: 'user' } as const satisfies Access;
export const partner = { kind: 'partner' } as const satisfies Access;
export function open(because: { owner: string; reason: string; reviewBy: string }) {
  return { kind: 'public', ...because } as const satisfies Access;
}

/** Classes of request rate; each environment gives each class its numbers. */
export const throttleClasses = ['standard', 'signIn', 'exports', 'contact'] as const;
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
 * What a handler may touch, and with which IAM actions (without the service's prefix). Its role
 * allows exactly this. A DynamoDB transaction takes the actions of its parts.
 */
export const touchables = {
  table: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'BatchGetItem', 'ConditionCheckItem'],
  exportQueue: ['SendMessage'],
  exportsBucket: ['GetObject', 'PutObject'],
  userPoolClient: ['InitiateAuth'],
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
  readonly touches: Touches;
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
  readonly touches: Touches;
}

/** A mistake in a route table. The message names the API and the row. */
export class RouteTableError extends Error {
  override readonly name = 'RouteTableError';
}

/**
 * Declares an API. What the types cannot say is checked here, when the table is loaded.
 *
 * @throws {RouteTableError} naming the row, what was found and what was expected.
 */
export function defineApi<const R extends Rows>(name: string, kind: ApiKind, rows: R): ApiTable<R> {
  const seen = new Map<string, string>();
  for (const [operationId, row] of Object.entries(rows)) {
    const where = `${name}: row '${operationId}'`;
    for (const problem of problemsOf(operationId, row, kind)) throw new RouteTableError(`${where} ${problem}`);
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
    touches: touchesOf(fields),
  };
}

/** The row's own touches, and the table actions with which idempotency keeps its records. */
function touchesOf(fields: RowFields): Touches {
  if (fields.idempotency !== 'key') return fields.touches;
  const actions = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'] as const;
  return { ...fields.touches, table: [...new Set([...(fields.touches.table ?? []), ...actions])] };
}

/** The row's own errors and those that its shape implies. */
function errorsOf(fields: RowFields): readonly ErrorCode[] {
  const implied: ErrorCode[] = ['INTERNAL_ERROR'];
  if (fields.body) implied.push('INVALID_JSON', 'VALIDATION_FAILED');
  if (fields.query || fields.path) implied.push('INVALID_PARAMETER');
  if (fields.idempotency === 'key') implied.push('IDEMPOTENCY_IN_PROGRESS', 'IDEMPOTENCY_MISMATCH');
  return [...new Set([...fields.errors, ...implied])];
}

function* problemsOf(operationId: string, { method, route, fields }: Row, kind: ApiKind): Generator<string> {
  if (!/^[a-z][A-Za-z0-9]{1,39}$/.test(operationId)) {
    yield "has an operation id that is no camelCase name of 2 to 40 characters. Expected, for example: 'createProject'";
  }
  if (!/^(\/([a-z][a-z0-9-]*|\{[a-z][A-Za-z0-9]*\}))+$/.test(route)) {
    yield `has the path '${route}'. Expected: segments of lower-case words or {parameter}, for example '/projects/{projectId}'`;
  }
  if (fields.summary.trim() === '') yield 'has no summary. Expected: one line for the API documentation';
  yield* accessProblems(fields.access, kind);
  yield* parameterProblems(route, fields);
  for (const schema of schemaNames(fields)) {
    if (!Object.hasOwn(schemas, schema)) {
      yield `names the schema '${schema}', which contracts/schemas/registry.ts lacks. Expected one of: ${Object.keys(schemas).join(', ')}`;
    }
  }
  for (const code of fields.errors) {
    if (!Object.hasOwn(errors, code)) {
      yield `names the error '${code}', which contracts/errors.ts lacks. Expected one of: ${Object.keys(errors).join(', ')}`;
    }
  }
  if (Object.keys(fields.answers).length === 0)
    yield 'has no successful answer. Expected: at least one of 200, 201, 202, 204';
  if (method === 'GET' && fields.body) yield 'is a GET with a body. Expected: query parameters';
  if ((method === 'GET') !== (fields.idempotency === 'safe')) {
    yield `is a ${method} with idempotency '${fields.idempotency}'. Expected: 'safe' on a GET, and only there`;
  }
  if (!throttleClasses.includes(fields.throttle)) {
    yield `has the throttle class '${fields.throttle}'. Expected one of: ${throttleClasses.join(', ')}`;
  }
  yield* touchProblems(fields.touches);
}

function* accessProblems(access: Access, kind: ApiKind): Generator<string> {
  if (kind === 'http' && access.kind !== 'public') {
    yield `has the access '${access.kind}', which only a REST API offers. Expected: 'public'`;
  }
  if (access.kind !== 'public') return;
  if (access.owner.trim() === '') yield 'is public without an owner. Expected: the team that answers for it';
  if (access.reason.trim() === '') yield 'is public without a reason. Expected: why nobody has to sign in';
  if (!/^\d{4}-\d{2}-\d{2}$/.test(access.reviewBy) || Number.isNaN(Date.parse(access.reviewBy))) {
    yield `is public with the review-by date '${access.reviewBy}'. Expected: an ISO date, for example '2027-06-30'`;
  }
}

function* parameterProblems(route: string, fields: RowFields): Generator<string> {
  const inRoute = [...route.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name as string);
  const declared = Object.keys(fields.path ?? {});
  for (const name of inRoute) {
    if (!declared.includes(name))
      yield `has no schema for the path parameter '${name}'. Expected: path: { ${name}: ... }`;
    if (inRoute.indexOf(name) !== inRoute.lastIndexOf(name)) yield `has the path parameter '${name}' twice`;
  }
  for (const name of declared) {
    if (!inRoute.includes(name)) yield `declares the path parameter '${name}', which the path '${route}' lacks`;
  }
}

function schemaNames(fields: RowFields): string[] {
  const pathSchemas: Readonly<Record<string, SchemaName>> = fields.path ?? {};
  return [
    ...Object.values(pathSchemas),
    ...Object.values(fields.query ?? {}).map((parameter) => parameter.schema),
    ...Object.values(fields.answers).flatMap((answer) => answer.schema ?? []),
    ...(fields.body ? [fields.body] : []),
  ];
}

function* touchProblems(touches: Touches): Generator<string> {
  const known: Readonly<Record<string, readonly string[]>> = touchables;
  for (const [touchable, actions] of Object.entries(touches)) {
    const allowed = known[touchable];
    if (!allowed) {
      yield `touches '${touchable}'. Expected one of: ${Object.keys(touchables).join(', ')}`;
      continue;
    }
    for (const action of actions) {
      if (!allowed.includes(action))
        yield `touches ${touchable} with '${action}'. Expected one of: ${allowed.join(', ')}`;
    }
  }
}
