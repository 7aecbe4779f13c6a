import { openApiOf } from '../openapi.ts';
import { publicApi } from '../public-api.ts';
import type { ApiTable } from '../route-table.ts';
import { taskApi } from '../task-api.ts';
import type { ApiDescription, OpenApiDocument, Server } from './document.ts';

/** Both APIs, and what their documents say of them. */

const environment = { default: 'dev', description: 'The environment: dev, staging or prod.' };
const region = { default: 'eu-west-1', description: "The environment's AWS region." };
const apiId = { default: 'abcdefghij', description: "The API's id, in the environment's outputs." };

/** As an environment's output `tokenEndpoint` says it; this one is an example. */
const tokenUrl = 'https://gatehouse-dev-123456789012.auth.eu-west-1.amazoncognito.com/oauth2/token';

interface DescribedApi {
  readonly api: ApiTable;
  readonly about: ApiDescription;
}

const described: readonly DescribedApi[] = [
  {
    api: taskApi,
    about: {
      title: 'Gatehouse Task API',
      version: '1.0.0',
      description: [
        'Projects, their tasks, and what belongs to them, for the web application and for partners.',
        'Errors of the API are problem documents (RFC 9457) with a `code`; the gateway answers some requests by itself,',
        'with a `message` alone. Listings come in pages: `nextCursor` is absent on the last one.',
        'Answers may be read by pages of the origins that the environment names.',
      ].join(' '),
      servers: [
        {
          url: 'https://{apiId}.execute-api.{region}.amazonaws.com/{environment}',
          description: 'A deployed stage',
          'x-internal': false,
          variables: { apiId, environment, region },
        },
      ],
      tokenUrl,
    },
  },
  {
    api: publicApi,
    about: {
      title: 'Gatehouse Public API',
      version: '1.0.0',
      description: [
        'Health, the contact form and its desk, events of partners, and what operators do.',
        'Errors of the API are problem documents (RFC 9457) with a `code`; the gateway answers some requests by itself,',
        'with a `message` alone.',
      ].join(' '),
      servers: [
        {
          url: 'https://{apiId}.execute-api.{region}.amazonaws.com',
          description: 'A deployed stage',
          'x-internal': false,
          variables: { apiId, region },
        },
      ],
      tokenUrl,
    },
  },
];

export interface NamedDocument {
  /** The API's name in its route table, and its file's: `contracts/openapi/<name>.json`. */
  readonly name: string;
  readonly document: OpenApiDocument;
}

/** The documents as they are committed: for whatever environment. */
export function openApiDocuments(): readonly NamedDocument[] {
  return described.map(({ api, about }) => ({ name: api.name, document: openApiOf(api, about) }));
}

export interface RunningStage {
  readonly description: string;
  /** URL of each API by its name, without a trailing slash. */
  readonly urls: Readonly<Record<string, string>>;
  readonly tokenUrl: string;
}

/** The documents of one stage that runs. */
export function openApiDocumentsOf({ description, urls, tokenUrl: own }: RunningStage): readonly NamedDocument[] {
  return described.map(({ api, about }) => {
    const url = urls[api.name];
    if (url === undefined) throw new RangeError(`the stage has no URL of ${api.name}. Expected: one for each API`);
    const servers: readonly Server[] = [{ url, description, 'x-internal': true }];
    return { name: api.name, document: openApiOf(api, { ...about, servers, tokenUrl: own }) };
  });
}
