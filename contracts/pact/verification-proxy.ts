import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { echoProblem } from './echo.ts';
import type { Provider } from './provider.ts';

/**
 * Stands between Pact's verifier and the provider. It brings the provider into states, builds messages,
 * puts credentials in the place of placeholders, and passes everything else on to the byte. What it
 * cannot do it answers with 409, which fails the interaction: Pact's own proxy answers 200 when a
 * state's handler throws, and the interaction is verified in a state that it never had.
 */
export interface VerificationProxy {
  readonly port: number;
  readonly served: Served;
  close(): Promise<void>;
}

export interface Served {
  /** Requests that were passed on. */
  requests: number;
  /** Messages that were asked for. */
  messages: number;
  /** Names, in order. */
  readonly statesSetUp: string[];
  /** What went wrong here, for whoever reads the verifier's failures. */
  readonly failures: string[];
}

/** Path of the requests for states; the route tables have none that begins so. */
export const statesPath = '/_states';
/** Where the verifier asks for messages. */
const messagesPath = '/';

export async function startVerificationProxy(provider: Provider): Promise<VerificationProxy> {
  const served: Served = { requests: 0, messages: 0, statesSetUp: [], failures: [] };
  const server = createServer((request, response) => {
    answer(provider, served, request, response).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      served.failures.push(message);
      response.writeHead(409, { 'content-type': 'text/plain' }).end(message);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    served,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(provider: Provider, served: Served, request: IncomingMessage, response: ServerResponse) {
  const { method = 'GET', url = '/' } = request;
  if (url === statesPath) {
    respondJson(response, await changeState(provider, served, JSON.parse(await text(request))));
  } else if (method === 'POST' && url === messagesPath) {
    served.messages += 1;
    respondJson(response, buildMessage(provider, JSON.parse(await text(request))));
  } else {
    served.requests += 1;
    await forward(provider, { method, url, request, response });
  }
}

const respondJson = (response: ServerResponse, body: string) =>
  response.writeHead(200, { 'content-type': 'application/json' }).end(body);

interface StateChange {
  readonly action: 'setup' | 'teardown';
  /** Empty for an interaction that names none. */
  readonly state: string;
}

async function changeState(
  { states }: Provider,
  served: Served,
  { action, state: name }: StateChange,
): Promise<string> {
  if (name === '') return '{}';
  const state = Object.hasOwn(states, name) ? states[name] : undefined;
  if (!state) throw new Error(`the state '${name}' has no handler. Expected: one in contracts/pact/states/`);
  if (action === 'setup') served.statesSetUp.push(name);
  try {
    const values = action === 'setup' ? await state.setUp() : await state.tearDown?.();
    return JSON.stringify(values ?? {});
  } catch (error) {
    throw new Error(`the state '${name}' failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function buildMessage({ messages }: Provider, { description }: { readonly description: string }): string {
  const build = Object.hasOwn(messages, description) ? messages[description] : undefined;
  if (!build) throw new Error(`the message '${description}' has no builder. Expected: one of the provider's`);
  return build();
}

interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function forward(provider: Provider, { method, url, request, response }: Exchange): Promise<void> {
  const body = await text(request);
  const answered = await fetch(`${provider.baseUrl}${url}`, {
    method,
    headers: headersFor(request, provider.credentials),
    redirect: 'manual',
    ...(body === '' ? {} : { body: Buffer.from(body) }),
  }).catch((error: Error) => {
    throw new Error(`${provider.baseUrl} cannot be reached: ${error.cause ?? error.message}`);
  });
  const bytes = Buffer.from(await answered.arrayBuffer());
  const route = provider.routeOf(method, url.split('?')[0] ?? url);
  const problem = echoProblem(route?.pathParameters ?? {}, bytes.toString());
  if (problem !== undefined) throw new Error(`${route?.name}: ${problem}`);
  // `fetch` has taken the body's encoding off.
  const headers = [...answered.headers].filter(
    ([name]) => !/^(content-encoding|content-length|connection|transfer-encoding)$/.test(name),
  );
  response.writeHead(answered.status, headers.flat()).end(bytes);
}

function headersFor(request: IncomingMessage, credentials: Provider['credentials']): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (/^(host|connection|content-length|accept-encoding)$/.test(name)) continue;
    for (const one of [value ?? []].flat()) headers.append(name, credentials.get(one) ?? one);
  }
  return headers;
}
