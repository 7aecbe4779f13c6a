import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { ordersDocument } from './orders-document.ts';

/** Answers with what it got; both payload formats have a `requestContext`. */
const apiSource = `
export const handler = async (event) => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ path: event.rawPath ?? event.path, parameters: event.pathParameters ?? null, queueUrl: process.env.QUEUE_URL, baseUrl: process.env.BASE_URL }),
});`;

const workerSource = `
export const handler = async (event) => {
  for (const record of event.Records) console.log('got ' + record.body);
};`;

export interface OrdersProject {
  /** Path of the document. */
  readonly document: string;
  readonly folder: string;
  remove(): void;
}

/** Writes the project's document and the packages of its functions to a folder of their own. */
export function writeOrdersProject(document: unknown = ordersDocument()): OrdersProject {
  const folder = mkdtempSync(join(tmpdir(), 'orders-project-'));
  writeFileSync(join(folder, 'api.zip'), zipSync({ 'index.mjs': strToU8(apiSource) }));
  writeFileSync(join(folder, 'worker.zip'), zipSync({ 'index.mjs': strToU8(workerSource) }));
  const path = join(folder, 'cdk.tf.json');
  writeFileSync(path, JSON.stringify(document));
  return { document: path, folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
