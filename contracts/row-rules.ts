import { errors } from './errors.ts';
import type { Access, ApiKind, Row, RowFields, Touches } from './route-table.ts';
import { type SchemaName, schemas } from './schemas/registry.ts';

/** The words that a row may use where its types are gone. */
export interface Vocabulary {
  readonly throttleClasses: readonly string[];
  readonly partnerScopes: readonly string[];
  readonly ifMatches: readonly string[];
  /** Actions by what they touch. */
  readonly touchables: Readonly<Record<string, readonly string[]>>;
}

/** What is wrong with a row that its types cannot say; each ends what begins "row '...' ". */
export function* rowProblems(operationId: string, row: Row, kind: ApiKind, words: Vocabulary): Generator<string> {
  yield* nameProblems(operationId, row);
  yield* accessProblems(row.fields.access, kind, words);
  yield* parameterProblems(row.route, row.fields);
  yield* referenceProblems(row.fields);
  yield* methodProblems(row, words);
  yield* waiverProblems(row.fields);
  yield* touchProblems(row.fields.touches, words.touchables);
}

function* nameProblems(operationId: string, { route, fields }: Row): Generator<string> {
  if (!/^[a-z][A-Za-z0-9]{1,39}$/.test(operationId)) {
    yield "has an operation id that is no camelCase name of 2 to 40 characters. Expected, for example: 'createProject'";
  }
  if (!/^(\/([a-z][a-z0-9-]*|\{[a-z][A-Za-z0-9]*\}))+$/.test(route)) {
    yield `has the path '${route}'. Expected: segments of lower-case words or {parameter}, for example '/projects/{projectId}'`;
  }
  if (fields.summary.trim() === '') yield 'has no summary. Expected: one line for the API documentation';
}

function* referenceProblems(fields: RowFields): Generator<string> {
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
}

function* methodProblems({ method, fields }: Row, { throttleClasses, ifMatches }: Vocabulary): Generator<string> {
  if (Object.keys(fields.answers).length === 0)
    yield 'has no successful answer. Expected: at least one of 200, 201, 202, 204';
  if (method === 'GET' && fields.body) yield 'is a GET with a body. Expected: query parameters';
  if ((method === 'GET') !== (fields.idempotency === 'safe')) {
    yield `is a ${method} with idempotency '${fields.idempotency}'. Expected: 'safe' on a GET, and only there`;
  }
  if (!throttleClasses.includes(fields.throttle)) {
    yield `has the throttle class '${fields.throttle}'. Expected one of: ${throttleClasses.join(', ')}`;
  }
  if (fields.ifMatch !== undefined && !ifMatches.includes(fields.ifMatch)) {
    yield `has ifMatch '${fields.ifMatch}'. Expected one of: ${ifMatches.join(', ')}`;
  }
  if (fields.ifMatch !== undefined && method !== 'PUT' && method !== 'PATCH' && method !== 'DELETE') {
    yield `is a ${method} with ifMatch. Expected: ifMatch on what changes a version: PUT, PATCH, DELETE`;
  }
}

/** The kinds of access for which each kind of API has an authorizer. */
const accessKinds: Readonly<Record<ApiKind, readonly Access['kind'][]>> = {
  rest: ['user', 'partner', 'public'],
  http: ['jwt', 'iam', 'webhook', 'public'],
};

function* accessProblems(access: Access, kind: ApiKind, { partnerScopes }: Vocabulary): Generator<string> {
  if (!accessKinds[kind].includes(access.kind)) {
    yield `has the access '${access.kind}', for which a ${kind.toUpperCase()} API has no authorizer. Expected one of: ${accessKinds[kind].join(', ')}`;
  }
  if (access.kind === 'partner' && !partnerScopes.includes(access.scope)) {
    yield `asks partners for the scope '${access.scope}'. Expected one of: ${partnerScopes.join(', ')}`;
  }
  if (
    access.kind === 'jwt' &&
    (access.scopes.length === 0 || access.scopes.some((scope) => !/^\S+\/\S+$/.test(scope)))
  ) {
    yield `asks for the scopes '${access.scopes.join(' ')}'. Expected: scopes of a resource server, for example 'contacts/read'`;
  }
  if (access.kind !== 'public') return;
  if (access.owner.trim() === '') yield 'is public without an owner. Expected: the team that answers for it';
  if (access.reason.trim() === '') yield 'is public without a reason. Expected: why nobody has to sign in';
  if (!isDate(access.reviewBy)) {
    yield `is public with the review-by date '${access.reviewBy}'. Expected: an ISO date, for example '2027-06-30'`;
  }
}

const isDate = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

function* waiverProblems({ uncontracted }: RowFields): Generator<string> {
  if (!uncontracted) return;
  const { reason, until } = uncontracted;
  if (reason.trim() === '') yield 'is uncontracted without a reason. Expected: why no contract covers it';
  if (!isDate(until)) {
    yield `is uncontracted until '${until}'. Expected: an ISO date, for example '2027-06-30'`;
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

function* touchProblems(touches: Touches, known: Vocabulary['touchables']): Generator<string> {
  for (const [touchable, actions] of Object.entries(touches)) {
    const allowed = known[touchable];
    if (!allowed) {
      yield `touches '${touchable}'. Expected one of: ${Object.keys(known).join(', ')}`;
      continue;
    }
    for (const action of actions) {
      if (!allowed.includes(action))
        yield `touches ${touchable} with '${action}'. Expected one of: ${allowed.join(', ')}`;
    }
  }
}
