import type { Block, TerraformDocument } from '../terraform/document.ts';
import { EvaluationError, TerraformError } from '../terraform/errors.ts';
import type { BlockReader, Evaluation } from '../terraform/evaluate.ts';
import { type ObjectValue, objectOf, type Value } from '../terraform/values.ts';
import { readArguments } from './arguments.ts';
import { catalogue } from './catalogue.ts';
import { identifiersOf } from './identifiers.ts';
import { inertTypes } from './inert-types.ts';
import type { Attributes, Resource, ResourceContext, Resources, ResourceType, StageUrls } from './resource-type.ts';

/** Reads the blocks of a document by the catalogue of resource types. */
interface ResourceReader {
  readonly read: BlockReader;
  /** What has been read so far. */
  readonly resources: Resources;
}

interface Surroundings {
  readonly accountId: string;
  readonly urls: StageUrls;
}

/** These belong to every resource of the AWS provider. */
const commonArguments = new Set(['region', 'timeouts']);

export function createReader(document: TerraformDocument, { accountId, urls }: Surroundings): ResourceReader {
  const byType = new Map<string, Resource[]>();
  const resources: Resources = {
    // The map's key is the type whose reader made the resources.
    all: <R>({ type }: { type: string }) => (byType.get(type) ?? []) as unknown as R[],
  } as Resources;

  const contextOf = (block: Block, evaluation: Evaluation): ResourceContext => ({
    address: block.address,
    name: block.name,
    accountId,
    region: regionOf(document, block, evaluation),
    folder: document.folder,
    identifiers: identifiersOf(block.address),
    urls,
    resources,
  });

  const read: BlockReader = (block, evaluation) => {
    const type = typeKey(block);
    const known = catalogue.get(type);
    if (!known && !inertTypes.has(type)) throw unknownType(block);
    const context = contextOf(block, evaluation);
    const values = evaluatedArguments(block, evaluation, known);
    checkRegion(block, values, context.region);
    const own = objectOf(Object.entries(values).filter(([name]) => !commonArguments.has(name)));
    const inert = inertTypes.get(type);
    if (inert) return visible(own, { region: context.region, ...inert(own, context) });
    if (!known) throw unknownType(block);
    const resource = readResource(known, block, own, context);
    byType.set(type, [...(byType.get(type) ?? []), resource]);
    return visible(withoutWriteOnly(known, resource), { region: context.region, ...resource.attributes });
  };
  return { read, resources };
}

/** Whether the stage starts nothing for a block, on purpose. */
export const isInert = (block: Block): boolean => inertTypes.has(typeKey(block));

const typeKey = ({ mode, type }: Block) => (mode === 'resource' ? type : `${mode}.${type}`);

/** The region of the provider that a block uses. @throws {TerraformError} where none is given. */
export function regionOf(
  document: TerraformDocument,
  block: Pick<Block, 'address' | 'provider'>,
  evaluation: Evaluation,
): string {
  const reference = block.provider ?? 'aws';
  const provider = document.providers.find((candidate) => candidate.reference === reference);
  const region = provider && evaluation.evaluate(`provider.${reference}`, 'region', provider.body['region'] ?? null);
  if (typeof region === 'string') return region;
  throw new TerraformError(
    block.address,
    `no region: the provider '${reference}' ${provider ? 'names none' : 'is not configured'}. Expected: "provider": {"aws": [{"region": "eu-west-1"}]}`,
  );
}

function checkRegion(block: Block, values: ObjectValue, region: string): void {
  const own = values['region'] ?? null;
  if (own === null || own === region) return;
  throw new TerraformError(
    block.address,
    `argument 'region': ${JSON.stringify(own)}. Expected: ${region}, the provider's region; the local stage has one`,
  );
}

function evaluatedArguments(block: Block, evaluation: Evaluation, type: ResourceType | undefined): ObjectValue {
  const entries = Object.entries(block.body).map(([name, json]): [string, Value] => {
    const argument = type && Object.hasOwn(type.arguments, name) ? type.arguments[name] : undefined;
    return [name, evaluation.evaluate(block.address, name, json, { writeOnly: argument?.writeOnly ?? false })];
  });
  return objectOf(entries);
}

function readResource(type: ResourceType, block: Block, values: ObjectValue, context: ResourceContext): Resource {
  try {
    const args = readArguments(type.arguments, values);
    return { address: block.address, args, attributes: type.attributes(args, context) };
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    throw new TerraformError(block.address, error.message);
  }
}

/** What the state does not hold, references do not see. */
function withoutWriteOnly(type: ResourceType, { args }: Resource): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => [name, type.arguments[name]?.writeOnly ? null : value]),
  );
}

/** Arguments read by a schema are values of the language: text, numbers, lists and blocks of them. */
function visible(args: Readonly<Record<string, unknown>>, attributes: Attributes): ObjectValue {
  return objectOf(Object.entries({ ...(args as ObjectValue), ...attributes }));
}

function unknownType({ address, mode, type }: Block): TerraformError {
  const kind = { resource: 'resource type', data: 'data source', ephemeral: 'ephemeral resource' }[mode];
  return new TerraformError(
    address,
    `the local stage does not know the ${kind} '${type}'. Expected: a type listed in the local stage's catalogue; leave it out of the stack you run locally, or add its file`,
  );
}
