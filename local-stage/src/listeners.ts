import { isDeepStrictEqual } from 'node:util';
import type { Gateway } from './gateway/gateway.ts';
import { createHoldableGateway } from './gateway/holdable-gateway.ts';
import { type ListeningServer, listen } from './gateway/server.ts';
import type { StageUrls } from './resources/resource-type.ts';
import { type AwsEndpoint, listenEndpoint } from './services/endpoint.ts';
import type { TerraformDocument } from './terraform/document.ts';
import { TerraformError } from './terraform/errors.ts';

/**
 * The ports of a stage, open before anything is evaluated: the URLs that the document computes with
 * hold them. Requests wait until their API is served.
 */
export interface Listeners {
  readonly urls: StageUrls;
  readonly endpoint: AwsEndpoint;
  /** @throws {OtherApis} if a document has other APIs than those that have a port. */
  requireSameApis(document: TerraformDocument): void;
  /** Says who answers on an API's port. */
  serve(apiAddress: string, gateway: Gateway): void;
  /** Requests wait again until their API is served. Resolves when those under way are answered, or with the time. */
  hold(timeoutMs: number): Promise<void>;
  close(): Promise<void>;
}

/** A port that another process has. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';
}

/** A document whose APIs are others than the stage has ports for. */
class OtherApis extends Error {
  override readonly name = 'OtherApis';
}

interface ApiListener extends ListeningServer {
  serve(gateway: Gateway): void;
  hold(timeoutMs: number): Promise<void>;
}

/** Types of APIs in the order in which they get their ports. */
const apiTypes = ['aws_api_gateway_rest_api', 'aws_apigatewayv2_api'];

/**
 * Opens one port for each API, REST APIs first, then one for the AWS endpoint.
 *
 * @param port the first of them, the others follow; 0 takes any free ports.
 * @throws {PortTaken}
 */
export async function openListeners(document: TerraformDocument, port: number): Promise<Listeners> {
  const addresses = apiAddressesOf(document);
  const portOf = (index: number) => (port === 0 ? 0 : port + index);
  await using opened = new AsyncDisposableStack();
  const open = async <L extends { close(): Promise<void> }>(
    what: string,
    number: number,
    listening: Promise<L>,
  ): Promise<L> => {
    const listener = await explained(what, number, listening);
    opened.defer(() => listener.close());
    return listener;
  };
  const apis = addresses.map((address, index) => open(address, portOf(index), listenForApi(portOf(index))));
  const endpointPort = portOf(addresses.length);
  const endpoint = open('the AWS endpoint', endpointPort, listenEndpoint(endpointPort));
  const outcomes = await Promise.allSettled([...apis, endpoint]);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  const byAddress = new Map((await Promise.all(apis)).map((api, index) => [addresses[index] ?? '', api]));
  return listenersOf(byAddress, await endpoint, opened.move());
}

function apiAddressesOf({ blocks }: TerraformDocument): readonly string[] {
  return apiTypes.flatMap((type) =>
    [...blocks.values()]
      .filter((block) => block.mode === 'resource' && block.type === type)
      .map(({ address }) => address),
  );
}

function listenersOf(
  apis: ReadonlyMap<string, ApiListener>,
  endpoint: AwsEndpoint,
  opened: AsyncDisposableStack,
): Listeners {
  const find = (address: string) => {
    const found = apis.get(address);
    if (!found) throw new TerraformError(address, 'is no API of the document');
    return found;
  };
  return {
    urls: { api: (address) => `http://127.0.0.1:${find(address).port}`, awsEndpoint: endpoint.origin },
    endpoint,
    requireSameApis(document) {
      const found = apiAddressesOf(document);
      if (isDeepStrictEqual(found, [...apis.keys()])) return;
      throw new OtherApis(
        `the document has the APIs ${found.join(', ')}. Expected: ${[...apis.keys()].join(', ')}, which have ports; start the stage anew`,
      );
    },
    serve: (address, gateway) => find(address).serve(gateway),
    async hold(timeoutMs) {
      await Promise.all([...apis.values()].map((api) => api.hold(timeoutMs)));
    },
    close: () => opened.disposeAsync(),
  };
}

async function listenForApi(port: number): Promise<ApiListener> {
  const { gateway, serve, hold } = createHoldableGateway();
  return { ...(await listen(gateway, { port })), serve, hold };
}

async function explained<L>(what: string, port: number, listening: Promise<L>): Promise<L> {
  try {
    return await listening;
  } catch (error) {
    if (!isTaken(error)) throw error;
    throw new PortTaken(
      `port ${port} is in use; ${what} needs it. Stop the process that listens there, or choose other ports with --port`,
      { cause: error },
    );
  }
}

function isTaken(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && error.code === 'EADDRINUSE') || isTaken(error.cause);
}
