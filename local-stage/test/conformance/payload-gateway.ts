import { createClock } from '../../src/clock.ts';
import { createHttpApi } from '../../src/gateway/http/http-api.ts';
import { listen } from '../../src/gateway/server.ts';
import { configured } from '../resources/configuring.ts';
import { stackDocument } from './documents/document.ts';
import { functionsDocument } from './documents/functions.ts';
import { httpApiDocument } from './documents/http-api.ts';
import { writeProject } from './project.ts';
import { type RawResponse, sendRaw } from './raw-client.ts';

const document = stackDocument(
  'conformance-payload',
  functionsDocument({ echo: { handler: 'echo' } }),
  httpApiDocument('payload', { routes: { 'POST /x': 'echo' } }),
);

/** What an HTTP API answers when its function's payload is just these bytes, which a runtime might not write. */
export async function answerOfPayload(payload: string): Promise<RawResponse> {
  const project = writeProject(document);
  const api = configured(document, project.folder).httpApis[0];
  project.remove();
  if (!api) throw new Error('the document has no HTTP API');
  const gateway = createHttpApi(api, {
    clock: createClock(),
    invoker: {
      invoke: async () => ({ kind: 'answer', requestId: 'request', payload, functionError: undefined, durationMs: 1 }),
      permits: () => true,
    },
    logGroups: { put: () => undefined, read: () => [] },
    tokenKeys: { keysOf: () => undefined, issuerOf: () => undefined },
    signatureVerifier: { verify: () => null },
    authorization: { require: () => undefined },
    onRequest: () => undefined,
  });
  const server = await listen(gateway, { port: 0 });
  const request = { method: 'POST', target: '/x', headers: [], body: undefined };
  try {
    return await sendRaw(`http://127.0.0.1:${server.port}`, request);
  } finally {
    await server.close();
  }
}
