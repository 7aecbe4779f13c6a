import { join } from 'node:path';
import { configureStage } from '../../src/configure.ts';
import type { StageConfiguration } from '../../src/stage-configuration.ts';
import { parseDocument } from '../../src/terraform/document.ts';

/** URLs of a stage whose ports are not open. */
const urls = { api: (address: string) => `http://127.0.0.1:4000/${address}`, awsEndpoint: 'http://127.0.0.1:4002' };

/** What a document configures. @param folder where its functions' packages are. */
export function configured(document: unknown, folder: string): StageConfiguration {
  return configureStage(parseDocument(JSON.stringify(document), join(folder, 'cdk.tf.json')), urls).configuration;
}
