import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** The part of a Pact Broker that the `pact` command calls here, with the HAL links that it follows. */
export interface StandInBroker {
  readonly url: string;
  readonly token: string;
  /** What was asked of it, in order, and not refused. */
  readonly calls: readonly BrokerCall[];
  close(): void;
}

export interface BrokerCall {
  /** `POST /contracts/publish` */
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever the command sends, for assertions
  readonly body: any;
}

export interface BrokerPact {
  readonly pact: object;
  readonly isPending: boolean;
}

export interface StandInOptions {
  /** @default none */
  readonly pacts?: readonly BrokerPact[];
  /** @default true */
  readonly isDeployable?: boolean;
  /** Whether it takes results. @default true */
  readonly isOpen?: boolean;
}

export async function startStandInBroker(options: StandInOptions = {}): Promise<StandInBroker> {
  const token = 'the-token-of-the-pipeline';
  const calls: BrokerCall[] = [];
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.headers.authorization !== `Bearer ${token}`) {
      response.writeHead(401).end();
      return;
    }
    const sent = await text(request);
    const name = `${request.method} ${decodeURIComponent(request.url ?? '')}`;
    calls.push({ name, body: sent === '' ? undefined : JSON.parse(sent) });
    const document = documentOf(name, url, options);
    response.writeHead(document ? 200 : 404, { 'content-type': 'application/hal+json' });
    response.end(JSON.stringify(document ?? { error: `${name} is not known here` }));
  }
  return { url, token, calls, close: () => server.close() };
}

function documentOf(name: string, url: string, { pacts = [], isDeployable = true, isOpen = true }: StandInOptions) {
  const link = (path: string) => ({ href: `${url}${path}`, templated: path.includes('{') });
  const verification = /^(GET|POST) \/pacts\/provider\/[a-z-]+\/for-verification$/;
  const version = /^GET \/pacticipants\/([a-z-]+)\/versions\/[0-9a-f]+$/.exec(name);
  const pact = /^GET \/pacts\/(\d+)$/.exec(name);
  if (name === 'GET /') {
    return {
      _links: {
        'pb:publish-contracts': link('/contracts/publish'),
        'pb:provider-pacts-for-verification': link('/pacts/provider/{provider}/for-verification'),
        'pb:pacticipant-version': link('/pacticipants/{pacticipant}/versions/{version}'),
        'pb:pacticipant-branch-version': link('/pacticipants/{pacticipant}/branches/{branch}/versions/{version}'),
      },
    };
  }
  if (name === 'POST /contracts/publish') return { notices: [], _links: { 'pb:contracts': [] } };
  if (name.startsWith('GET /matrix?')) {
    const counts = isDeployable ? { success: 1, failed: 0 } : { success: 0, failed: 1 };
    return {
      summary: { deployable: isDeployable, reason: isDeployable ? 'all kept' : 'one is broken', unknown: 0, ...counts },
      notices: [],
      matrix: [],
    };
  }
  if (version) return { _links: { 'pb:record-deployment': [{ name: 'dev', ...link(`/deployments/${version[1]}`) }] } };
  if (!isOpen && name.startsWith('POST /results/')) return undefined;
  if (/^(POST \/deployments|PUT \/pacticipants|POST \/results)\//.test(name)) return {};
  if (verification.test(name)) {
    return {
      _embedded: {
        pacts: pacts.map(({ isPending }, index) => ({
          shortDescription: 'latest from main',
          verificationProperties: { pending: isPending, notices: [] },
          _links: { self: { ...link(`/pacts/${index}`), name: `pact ${index}` } },
        })),
      },
      _links: { self: link(name.replace(/^\w+ /, '')) },
    };
  }
  if (/^GET \/pacticipants\/[a-z-]+$/.test(name)) {
    return { _links: { 'pb:branch-version': link(`${name.slice(4)}/branches/{branch}/versions/{version}`) } };
  }
  const found = pact && pacts[Number(pact[1])];
  if (!found) return undefined;
  return {
    ...found.pact,
    _links: {
      'pb:provider': link('/pacticipants/test-provider'),
      'pb:publish-verification-results': link(`/results/${pact?.[1]}`),
    },
  };
}
