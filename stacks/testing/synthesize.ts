import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, type TerraformStack, Testing } from 'cdktf';
import type { ApiTable } from '../../contracts/route-table.ts';
import { apis } from '../apis.ts';
import { kebabCase } from '../constructs/names.ts';
import type { Environment } from '../environment.ts';
import { EnvironmentStack } from '../environment-stack.ts';
import { environments } from '../environments.ts';
import type { TerraformDocument } from './document.ts';

export interface SynthesisProps {
  /** @default dev */
  readonly environment?: Environment;
  /** @default the Task API's table */
  readonly taskApi?: ApiTable;
  /** @default the public API's table */
  readonly publicApi?: ApiTable;
  /** Bundles, by name, that are left out. @default none */
  readonly missingBundle?: string;
}

const functionsOfNoRoute = [
  'exportSweeper',
  'exportWorker',
  'partnerAuthorizer',
  'storageSweeper',
  'webhookAuthorizer',
];

/** Documents of the real tables by their environment: a synthesis takes a while. */
const documents = new Map<string, TerraformDocument>();

/** The document of an environment's stack, with bundles that hold their own names. */
export function synthesize(props: SynthesisProps = {}): TerraformDocument {
  const { environment = environments.dev, ...others } = props;
  if (Object.keys(others).length > 0) return inFolder((folder) => documentOf(folder, environmentStack(folder, props)));
  const key = JSON.stringify(environment);
  const document = documents.get(key) ?? inFolder((folder) => documentOf(folder, environmentStack(folder, props)));
  documents.set(key, document);
  return document;
}

/** The bytes of an environment's `cdk.tf.json`. */
export function synthesizeText(props: SynthesisProps = {}): string {
  return inFolder((folder) => textOf(folder, environmentStack(folder, props)));
}

/** The document of any stack. */
export function synthesizeStack(make: (app: App) => TerraformStack): TerraformDocument {
  return inFolder((folder) => documentOf(folder, make));
}

function environmentStack(folder: string, props: SynthesisProps): (app: App) => TerraformStack {
  const { environment = environments.dev, taskApi = apis.taskApi, publicApi = apis.publicApi, missingBundle } = props;
  const bundles = join(folder, 'bundles');
  mkdirSync(bundles);
  const operationIds = [taskApi, publicApi].flatMap(({ rows }) => Object.keys(rows));
  for (const name of [...operationIds, ...functionsOfNoRoute].map(kebabCase)) {
    if (name !== missingBundle) writeFileSync(join(bundles, `${name}.zip`), name);
  }
  return (app) => new EnvironmentStack(app, environment.name, { environment, taskApi, publicApi, bundles });
}

/** Without writing a copy of each bundle, which takes as long as the rest; without CDKTF's comments too. */
const documentOf = (folder: string, make: (app: App) => TerraformStack): TerraformDocument =>
  withoutTraces(() => JSON.parse(Testing.synth(make(new App({ outdir: join(folder, 'out') })), true)));

function textOf(folder: string, make: (app: App) => TerraformStack): string {
  const app = new App({ outdir: join(folder, 'out') });
  return withoutTraces(() => {
    const stack = make(app);
    app.synth();
    return readFileSync(join(folder, 'out', 'stacks', stack.node.id, 'cdk.tf.json'), 'utf8');
  });
}

/** CDKTF keeps a trace of where each token was made; to make them all, and translate them, takes half of the time. */
function withoutTraces<T>(use: () => T): T {
  const { captureStackTrace } = Error;
  Error.captureStackTrace = () => {};
  try {
    return use();
  } finally {
    Error.captureStackTrace = captureStackTrace;
  }
}

function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-stacks-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
