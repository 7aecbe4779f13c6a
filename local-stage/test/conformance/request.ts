import type { Clock } from '../../src/clock.ts';
import { type Signing, sign } from '../services/iam/signing.ts';
import type { CaseRequest, RequestBody } from './conformance-case.ts';
import { region } from './documents/document.ts';
import type { RawRequest } from './raw-client.ts';

interface RequestContext {
  readonly values: ReadonlyMap<string, string>;
  readonly keys: ReadonlyMap<string, Signing['key']>;
  readonly origin: string;
  readonly clock: Clock;
}

/** Every REST API of the suite has this stage. */
const restStage = 'stage';

/**
 * What goes over the wire for a case's request.
 *
 * @throws {Error} for a name that stands for nothing on this stage.
 */
export async function rawRequest(request: CaseRequest, context: RequestContext): Promise<RawRequest> {
  const fill = (text: string) => filledIn(text, context.values);
  const headers = Object.entries(request.headers).flatMap(([name, value]) =>
    [value].flat().map((line) => [name, fill(line)] as const),
  );
  const raw = {
    method: request.method,
    target: fill(request.path.replace('{stage}', restStage)),
    headers,
    body: bodyOf(request.body, fill),
  };
  if (request.sign === undefined) return raw;
  return { ...raw, headers: await signedHeaders(raw, request, context) };
}

function filledIn(text: string, values: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`{{${name}}} stands for nothing. Known: ${[...values.keys()].join(', ')}`);
    return value;
  });
}

function bodyOf(body: RequestBody | null, fill: (text: string) => string): Buffer | undefined {
  if (body === null) return undefined;
  if (typeof body === 'string') return Buffer.from(fill(body));
  if ('json' in body) return Buffer.from(fill(JSON.stringify(body.json)));
  if ('bytes' in body) return Buffer.from(body.bytes);
  if ('bytes_hex' in body) return Buffer.from(body.bytes_hex, 'hex');
  return Buffer.alloc(body.size, 'x');
}

async function signedHeaders(raw: RawRequest, request: CaseRequest, { keys, origin, clock }: RequestContext) {
  const key = keys.get(request.sign ?? '');
  if (!key) throw new Error(`no credentials '${request.sign}'. Known: ${[...keys.keys()].join(', ')}`);
  const { host, pathname, searchParams } = new URL(raw.target, origin);
  const signed = await sign(
    {
      method: raw.method,
      path: pathname,
      query: Object.fromEntries(searchParams),
      headers: { host, ...Object.fromEntries(raw.headers) },
      body: raw.body?.toString() ?? '',
    },
    { key, service: 'execute-api', region, signedAt: clock.now() - (request.signedSecondsAgo ?? 0) * 1000 },
  );
  const given = new Set(raw.headers.map(([name]) => name.toLowerCase()));
  const added = Object.entries(signed.headers).filter(([name]) => !given.has(name));
  return [...raw.headers, ...added.map(([name, value]) => [name, value ?? ''] as const)];
}
