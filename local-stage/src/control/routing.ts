import { ControlError } from './control-error.ts';
import type { ControlAnswer, ControlRoute, ControlRoutes } from './routes.ts';

/** A request to the control API. */
export interface ControlRequest {
  readonly method: string;
  readonly url: URL;
  /** `undefined` without a body. */
  readonly body: unknown;
}

/** @throws {ControlError | ControlRefused} for what no route takes, and what its route refuses. */
export function answerControl(routes: ControlRoutes, { method, url, body }: ControlRequest): ControlAnswer {
  const byMethod = methodsAt(routes, url.pathname);
  const found = byMethod.get(method);
  if (found) return found.route.answer({ parameter: found.parameter, query: url.searchParams, body });
  if (byMethod.size === 0) {
    const known = Object.keys(routes);
    throw new ControlError(
      404,
      `the control API has no path ${url.pathname}. Expected one of: ${known.join(', ')}`,
      known,
    );
  }
  const methods = [...byMethod.keys()];
  throw new ControlError(405, `${url.pathname} does not take ${method}. Expected: ${methods.join(' or ')}`, methods);
}

/** The routes whose path matches, by method: a path's last segment may be a parameter, `{id}`. */
function methodsAt(routes: ControlRoutes, path: string) {
  const found = new Map<string, { readonly route: ControlRoute; readonly parameter: string }>();
  for (const [key, route] of Object.entries(routes)) {
    const [method = '', pattern = ''] = key.split(' ');
    const parameter = match(pattern, path);
    if (parameter !== undefined) found.set(method, { route, parameter });
  }
  return found;
}

/** @returns the parameter, empty where the pattern has none; `undefined` where the path is another. */
function match(pattern: string, path: string): string | undefined {
  if (pattern === path) return '';
  const [fixed = '', parameter] = pattern.split('{');
  if (parameter === undefined || !path.startsWith(fixed)) return undefined;
  const rest = path.slice(fixed.length);
  return rest === '' || rest.includes('/') ? undefined : rest;
}
