import { canary } from './valid-values.ts';

/** Ways to send a path that is not the row's: as it is sent, percent-encoded, without the query. */
const kinds = {
  'a slash at its end': (path: string) => `${path}/`,
  'two slashes': (path: string) => path.replace(/\/(?=[^/]+$)/, '//'),
  'a broken escape': (path: string) => `${path}%zz`,
  'a percent sign': (path: string) => `${path}%`,
  'an escaped NUL': (path: string) => `${path}%00`,
  'an escaped slash': (path: string) => `${path}%2F${canary}`,
  'an escaped letter': (path: string) =>
    path.replace(/[a-z](?=[^/]*$)/, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
  'broken UTF-8': (path: string) => `${path}%c3%28`,
  'an overlong dot': (path: string) => `${path}/%c0%ae%c0%ae`,
  'dot segments': (path: string) => `${path}/../..`,
  'escaped dot segments': (path: string) => `${path}/%2e%2e/%2e`,
  'a backslash': (path: string) => `${path}\\${canary}`,
  'a semicolon': (path: string) => `${path};a=b`,
  'a fragment': (path: string) => `${path}#${canary}`,
  'capital letters': (path: string) => path.toUpperCase(),
  'another segment': (path: string) => `${path}/${canary}`,
  'a very long segment': (path: string) => `${path}/${'x'.repeat(3000)}`,
  'many segments': (path: string) => `${path}${'/a'.repeat(500)}`,
  'another stage': (path: string) => `/prod${path}`,
  'a brace': (path: string) => `${path}{proxy+}`,
  root: () => '/',
} as const satisfies Record<string, (path: string) => string>;

export type TargetFault = keyof typeof kinds;

export const targetFaults = Object.keys(kinds) as TargetFault[];

export const breakTarget = (path: string, kind: TargetFault): string => kinds[kind](path);
