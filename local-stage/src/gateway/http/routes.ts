import { HttpApiConfigurationError } from './configuration-error.ts';

/** What a route table needs to know of a route. */
export interface Routed {
  readonly address: string;
  /** `GET /contacts/{id}`, `ANY /{proxy+}` or `$default`. */
  readonly routeKey: string;
}

interface RouteMatch<T> {
  readonly route: T;
  /** Decoded; `undefined` where the route has no parameters. */
  readonly pathParameters: Readonly<Record<string, string>> | undefined;
}

export interface RouteTable<T> {
  /** @param segments decoded, without the stage. */
  match(method: string, segments: readonly string[]): RouteMatch<T> | undefined;
}

type Segment = { readonly kind: 'literal' | 'parameter' | 'greedy'; readonly name: string };

interface Pattern<T> {
  readonly route: T;
  /** `ANY` takes every method that no other route of the path takes. */
  readonly method: string;
  readonly segments: readonly Segment[];
}

const routeKeyPattern = /^(ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT) (\/.*)$/;
const parameterPattern = /^\{([^{}+]+)(\+?)\}$/;

/**
 * Selects routes as API Gateway does: a full match of path and method, then a greedy parameter, then
 * `$default`. ("Create routes for HTTP APIs in API Gateway", route priority)
 *
 * @throws {HttpApiConfigurationError} for a route key that AWS would not take, or that is there twice.
 */
export function createRouteTable<T extends Routed>(routes: readonly T[]): RouteTable<T> {
  requireUniqueKeys(routes);
  const fallback = routes.find((route) => route.routeKey === '$default');
  const patterns = routes
    .filter((route) => route !== fallback)
    .map(parseRoute)
    .sort(bySpecificity);
  const patternsOf = groupByMethod(patterns);
  const anyPatterns = patterns.filter((pattern) => pattern.method === 'ANY');

  return {
    match(method, segments) {
      for (const pattern of patternsOf.get(method) ?? anyPatterns) {
        if (fits(pattern.segments, segments)) {
          return { route: pattern.route, pathParameters: bindParameters(pattern.segments, segments) };
        }
      }
      return fallback && { route: fallback, pathParameters: undefined };
    },
  };
}

function requireUniqueKeys(routes: readonly Routed[]): void {
  const addresses = new Map<string, string>();
  for (const { routeKey, address } of routes) {
    const other = addresses.get(routeKey);
    if (other) throw new HttpApiConfigurationError(address, `its route key ${routeKey} is also that of ${other}`);
    addresses.set(routeKey, address);
  }
}

function parseRoute<T extends Routed>(route: T): Pattern<T> {
  const [, method, path] = routeKeyPattern.exec(route.routeKey) ?? [];
  if (method === undefined || path === undefined) {
    throw new HttpApiConfigurationError(
      route.address,
      `its route key is "${route.routeKey}". Expected: "$default", or a method or ANY, a space and a path: "GET /contacts"`,
    );
  }
  const segments = path
    .slice(1)
    .split('/')
    .map((text) => parseSegment(text, route));
  requireSoundParameters(segments, route);
  return { route, method, segments };
}

function parseSegment(text: string, { address, routeKey }: Routed): Segment {
  const [, name, greedy] = parameterPattern.exec(text) ?? [];
  if (name !== undefined) return { kind: greedy ? 'greedy' : 'parameter', name };
  if (/[{}]/.test(text)) {
    throw new HttpApiConfigurationError(
      address,
      `the segment "${text}" of ${routeKey} mixes text and braces. Expected: a whole segment, {id} or {proxy+}`,
    );
  }
  return { kind: 'literal', name: text };
}

function requireSoundParameters(segments: readonly Segment[], { address, routeKey }: Routed): void {
  if (segments.slice(0, -1).some((segment) => segment.kind === 'greedy')) {
    throw new HttpApiConfigurationError(address, `a greedy parameter of ${routeKey} is not the path's last segment`);
  }
  const names = segments.filter((segment) => segment.kind !== 'literal').map((segment) => segment.name);
  if (new Set(names).size < names.length) {
    throw new HttpApiConfigurationError(address, `two parameters of ${routeKey} have the same name`);
  }
}

const rank = { literal: 0, parameter: 1, greedy: 2 } as const;

/** Paths without a greedy parameter first, then by the first segment that differs in kind, then ANY last. */
function bySpecificity(a: Pattern<unknown>, b: Pattern<unknown>): number {
  const greedy = Number(isGreedy(a)) - Number(isGreedy(b));
  if (greedy !== 0) return greedy;
  for (const [index, segment] of a.segments.entries()) {
    const other = b.segments[index];
    if (!other) break;
    const difference = rank[segment.kind] - rank[other.kind];
    if (difference !== 0) return difference;
  }
  const longer = b.segments.length - a.segments.length;
  if (longer !== 0) return longer;
  return Number(a.method === 'ANY') - Number(b.method === 'ANY');
}

const isGreedy = (pattern: Pattern<unknown>) => pattern.segments.at(-1)?.kind === 'greedy';

function groupByMethod<T>(patterns: readonly Pattern<T>[]): ReadonlyMap<string, readonly Pattern<T>[]> {
  const methods = new Set(patterns.map((pattern) => pattern.method));
  return new Map(
    [...methods].map((method) => [
      method,
      patterns.filter((pattern) => pattern.method === method || pattern.method === 'ANY'),
    ]),
  );
}

function fits(pattern: readonly Segment[], segments: readonly string[]): boolean {
  const last = pattern.length - 1;
  const greedy = pattern[last]?.kind === 'greedy';
  if (greedy ? segments.length < pattern.length : segments.length !== pattern.length) return false;
  return pattern.every((segment, index) => {
    if (segment.kind === 'literal') return segment.name === segments[index];
    // A parameter takes something: `/users/` has no user.
    return segments[index] !== '' || (segment.kind === 'greedy' && segments.length > pattern.length);
  });
}

function bindParameters(pattern: readonly Segment[], segments: readonly string[]) {
  let parameters: Record<string, string> | undefined;
  for (const [index, { kind, name }] of pattern.entries()) {
    if (kind === 'literal') continue;
    parameters ??= {};
    parameters[name] = kind === 'greedy' ? segments.slice(index).join('/') : (segments[index] ?? '');
  }
  return parameters;
}
