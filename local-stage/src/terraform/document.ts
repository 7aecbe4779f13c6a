import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { TerraformError } from './errors.ts';

/** A Terraform configuration in JSON syntax, such as CDKTF's `cdk.tf.json`, read but not evaluated. */
export interface TerraformDocument {
  /** Absolute path of the folder that relative paths in the document start from. */
  readonly folder: string;
  /** From the metadata that CDKTF writes; the folder's name where there is none. */
  readonly stackName: string;
  /** Resources, data sources and ephemeral resources by address, in the document's order. */
  readonly blocks: ReadonlyMap<string, Block>;
  readonly locals: ReadonlyMap<string, unknown>;
  readonly variables: ReadonlyMap<string, JsonObject>;
  readonly outputs: ReadonlyMap<string, OutputBlock>;
  readonly providers: readonly ProviderBlock[];
}

export type JsonObject = Readonly<Record<string, unknown>>;

export interface Block {
  /** `aws_sqs_queue.jobs`, `data.aws_region.current`, `ephemeral.aws_secretsmanager_random_password.token` */
  readonly address: string;
  readonly mode: 'resource' | 'data' | 'ephemeral';
  readonly type: string;
  readonly name: string;
  /** The arguments, without the meta-arguments. */
  readonly body: JsonObject;
  readonly dependsOn: readonly string[];
  /** `aws` or `aws.alias`, where the block names one. */
  readonly provider: string | undefined;
}

export interface OutputBlock {
  readonly value: unknown;
  readonly sensitive: boolean;
  readonly dependsOn: readonly string[];
}

interface ProviderBlock {
  /** `aws`, or `aws.alias` */
  readonly reference: string;
  readonly body: JsonObject;
}

/** @throws {TerraformError} where the file cannot be read, is no JSON or no Terraform. */
export function readDocument(path: string): TerraformDocument {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? error.code : error;
    throw new TerraformError(
      '',
      `${path} cannot be read (${reason}). Expected: the cdk.tf.json of a synthesized stack; synthesize it first`,
    );
  }
  return parseDocument(text, path);
}

/** @param path where the text comes from. @throws {TerraformError} naming the place of the mistake. */
export function parseDocument(text: string, path: string): TerraformDocument {
  const root = parseJson(text, path);
  for (const key of Object.keys(root)) {
    if (!topLevelKeys.has(key)) {
      throw new TerraformError(
        '',
        `${path}: the top-level block '${key}', which the local stage does not know. Expected one of: ${[...topLevelKeys].join(', ')}`,
      );
    }
  }
  const folder = dirname(resolve(path));
  return {
    folder,
    stackName: stackNameOf(root) ?? basename(folder),
    blocks: new Map(
      [...blocksOf(root, 'resource'), ...blocksOf(root, 'data'), ...blocksOf(root, 'ephemeral')].map((block) => [
        block.address,
        block,
      ]),
    ),
    locals: new Map(bodiesOf(root['locals'], 'locals').flatMap(argumentsOf)),
    variables: new Map(namedBlocks(root, 'variable')),
    outputs: new Map(namedBlocks(root, 'output').map(([name, body]) => [name, outputOf(name, body)])),
    providers: providersOf(root),
  };
}

/** `moved`, `removed` and `import` change what Terraform remembers, never what it builds. */
const topLevelKeys = new Set([
  '//',
  'terraform',
  'provider',
  'variable',
  'locals',
  'resource',
  'data',
  'ephemeral',
  'output',
  'moved',
  'removed',
  'import',
]);

function parseJson(text: string, path: string): JsonObject {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new TerraformError('', `${path} is no JSON: ${error instanceof Error ? error.message : error}`);
  }
  return objectAt(parsed, path);
}

function stackNameOf(root: JsonObject): string | undefined {
  const comment = root['//'];
  const metadata = isJsonObject(comment) ? comment['metadata'] : undefined;
  const name = isJsonObject(metadata) ? metadata['stackName'] : undefined;
  return typeof name === 'string' ? name : undefined;
}

function blocksOf(root: JsonObject, mode: Block['mode']): readonly Block[] {
  return bodiesOf(root[mode], mode).flatMap((types) =>
    argumentsOf(types).flatMap(([type, names]) =>
      bodiesOf(names, `${mode}.${type}`).flatMap((byName) =>
        argumentsOf(byName).map(([name, body]) => blockOf(mode, type, name, body)),
      ),
    ),
  );
}

function blockOf(mode: Block['mode'], type: string, name: string, json: unknown): Block {
  const address = mode === 'resource' ? `${type}.${name}` : `${mode}.${type}.${name}`;
  const body = singleBody(json, address);
  const refuse = (reason: string) => new TerraformError(address, reason);
  for (const key of ['count', 'for_each', 'provisioner', 'connection']) {
    if ((body[key] ?? null) !== null)
      throw refuse(
        `the meta-argument '${key}', which the local stage does not run. Expected: one block for each resource`,
      );
  }
  checkLifecycle(address, body['lifecycle']);
  const provider = body['provider'];
  if (provider !== undefined && typeof provider !== 'string')
    throw refuse(`the provider is no string. Expected, for example: "aws"`);
  return {
    address,
    mode,
    type,
    name,
    body: withoutMeta(body),
    dependsOn: referencesOf(address, body['depends_on']),
    provider,
  };
}

const metaArguments = new Set([
  '//',
  'count',
  'for_each',
  'provisioner',
  'connection',
  'lifecycle',
  'provider',
  'depends_on',
]);

const withoutMeta = (body: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(body).filter(([key]) => !metaArguments.has(key)));

/** These say how Terraform replaces or keeps a resource, not what it is. */
const lifecycleKeys = new Set([
  '//',
  'create_before_destroy',
  'prevent_destroy',
  'ignore_changes',
  'replace_triggered_by',
]);

function checkLifecycle(address: string, lifecycle: unknown): void {
  for (const body of bodiesOf(lifecycle, `${address}: lifecycle`)) {
    for (const key of Object.keys(body)) {
      if (lifecycleKeys.has(key)) continue;
      throw new TerraformError(
        address,
        `lifecycle.${key}, which the local stage does not evaluate. Expected one of: ${[...lifecycleKeys].slice(1).join(', ')}`,
      );
    }
  }
}

/** Addresses in `depends_on`, which may stand in a template's braces. */
function referencesOf(address: string, dependsOn: unknown): readonly string[] {
  if (dependsOn === undefined || dependsOn === null) return [];
  if (!Array.isArray(dependsOn))
    throw new TerraformError(address, `depends_on is ${kindOf(dependsOn)}. Expected: a list of addresses`);
  return dependsOn.map((entry: unknown) => {
    const reference =
      typeof entry === 'string' ? /^(?:\$\{)?((?:data\.|ephemeral\.)?[\w-]+\.[\w-]+)/.exec(entry)?.[1] : undefined;
    if (reference === undefined)
      throw new TerraformError(
        address,
        `depends_on holds ${JSON.stringify(entry)}. Expected: an address, for example "aws_sqs_queue.jobs"`,
      );
    return reference;
  });
}

function outputOf(name: string, body: JsonObject): OutputBlock {
  const address = `output.${name}`;
  if (body['value'] === undefined)
    throw new TerraformError(address, "no argument 'value'. Expected: the output's value");
  return {
    value: body['value'],
    sensitive: body['sensitive'] === true,
    dependsOn: referencesOf(address, body['depends_on']),
  };
}

function providersOf(root: JsonObject): readonly ProviderBlock[] {
  return bodiesOf(root['provider'], 'provider').flatMap((providers) =>
    argumentsOf(providers).flatMap(([name, bodies]) =>
      bodiesOf(bodies, `provider.${name}`).map((body) => ({
        reference: typeof body['alias'] === 'string' ? `${name}.${body['alias']}` : name,
        body,
      })),
    ),
  );
}

function namedBlocks(root: JsonObject, kind: string): readonly [string, JsonObject][] {
  return bodiesOf(root[kind], kind).flatMap((byName) =>
    argumentsOf(byName).map(([name, body]): [string, JsonObject] => [name, singleBody(body, `${kind}.${name}`)]),
  );
}

/** The members of a body that are not comments. */
const argumentsOf = (body: JsonObject): readonly [string, unknown][] =>
  Object.entries(body).filter(([key]) => key !== '//');

/** Terraform's JSON syntax lets a list of bodies stand wherever one body may. */
function bodiesOf(json: unknown, place: string): readonly JsonObject[] {
  if (json === undefined || json === null) return [];
  return (Array.isArray(json) ? json : [json]).map((body: unknown) => objectAt(body, place));
}

function singleBody(json: unknown, place: string): JsonObject {
  const [body, ...others] = bodiesOf(json, place);
  if (body === undefined || others.length > 0)
    throw new TerraformError('', `${place}: ${others.length + (body ? 1 : 0)} bodies. Expected: one object`);
  return body;
}

function objectAt(json: unknown, place: string): JsonObject {
  if (isJsonObject(json)) return json;
  throw new TerraformError('', `${place}: found ${kindOf(json)}. Expected: an object`);
}

const isJsonObject = (json: unknown): json is JsonObject =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

function kindOf(json: unknown): string {
  if (Array.isArray(json)) return 'a list';
  return json === null ? 'null' : `a ${typeof json}`;
}
