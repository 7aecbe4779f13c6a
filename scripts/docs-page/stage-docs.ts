import { openApiDocumentsOf } from '../../contracts/openapi/documents.ts';
import { openApiText } from '../../contracts/openapi.ts';
import { contactsToken } from '../../contracts/smoke/signing.ts';
import type { StageOutputs } from '../../contracts/stage-outputs.ts';
import { createDemo } from '../demo.ts';
import { type DocsPage, serveDocsPage } from './server.ts';

export interface StageDocs extends DocsPage {
  /** Whether the stage lets this page read its answers: the environment names its origin. */
  readonly canCall: boolean;
}

/**
 * Serves the documentation of a running stage, on an origin of localhost that its environment allows
 * pages of, so that calls from the page go to the stage as a browser sends them, CORS included.
 *
 * @param corsOrigins of the environment.
 */
export async function serveStageDocs(outputs: StageOutputs, corsOrigins: readonly string[]): Promise<StageDocs> {
  const urls = {
    'task-api': withoutTrailingSlash(outputs.taskApiUrl),
    'public-api': withoutTrailingSlash(outputs.publicApiUrl),
  };
  const documents = openApiDocumentsOf({ description: 'The running stage', urls, tokenUrl: outputs.tokenEndpoint });
  const page = await serveDocsPage({
    ports: [...localPorts(corsOrigins), 0],
    documents: documents.map(({ name, document }) => ({
      name,
      title: String(document.info['title']),
      text: openApiText(document),
    })),
    credentials: () => credentialsOf(outputs),
    callable: [...new Set([...Object.values(urls), outputs.tokenEndpoint].map((url) => new URL(url).origin))],
  });
  return { ...page, canCall: corsOrigins.includes(page.url) };
}

/** `http://localhost:3000` gives 3000; other origins are no page's of this host. */
function localPorts(origins: readonly string[]): readonly number[] {
  return origins
    .map((origin) => new URL(origin))
    .filter(({ protocol, hostname }) => protocol === 'http:' && hostname === 'localhost')
    .map(({ port }) => Number(port));
}

/** What the demo's callers show, by the security scheme that takes it. Signatures are no page's to make. */
async function credentialsOf(outputs: StageOutputs): Promise<Readonly<Record<string, string>>> {
  const [demo, clientToken] = await Promise.all([createDemo(outputs), contactsToken(outputs)]);
  return {
    userToken: demo.idToken,
    partnerToken: demo.partnerToken,
    partnerKey: demo.partnerKey,
    clientToken,
  };
}

const withoutTrailingSlash = (url: string) => url.replace(/\/$/, '');
