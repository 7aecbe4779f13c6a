import type { StackDocument } from '../testing/stack-copy.ts';
import { type Arguments, recordOf } from './stack-values.ts';

/** One change to a synthesized stack that takes away something it promises. */
export interface Mutation {
  /** Stable: the operator's name, the Terraform address, and which part of the resource. */
  readonly id: string;
  /** Terraform address of the resource. */
  readonly address: string;
  /** What the change does, in a few words. */
  readonly description: string;
  /** The suites that are most likely to notice, by name: they are asked first. */
  readonly suites: readonly string[];
  /** Changes a copy of the document that the mutation was made from. */
  readonly apply: (document: StackDocument) => void;
}

/** A resource of a synthesized stack. */
export interface Resource {
  readonly type: string;
  readonly name: string;
  /** Terraform address. */
  readonly address: string;
  readonly arguments: Arguments;
  readonly document: StackDocument;
  /** Takes the resource out of the document. */
  readonly remove: () => void;
}

/** A change of one part of a resource. */
export interface Change {
  /** Which part; unique among the changes that an operator makes to a resource. */
  readonly part: string;
  readonly description: string;
  /** Is given the resource in the copy that is changed. */
  readonly apply: (resource: Resource) => void;
}

/** A kind of change: what it does to every resource of a type. */
export interface Operator {
  readonly name: string;
  /** Terraform's resource type. */
  readonly type: string;
  /** Suites that are asked first; the others follow. */
  readonly suites: readonly string[];
  /** The changes it makes to a resource, one at a time; none where the resource has no such part. */
  readonly changesOf: (resource: Resource) => readonly Change[];
}

/** An operator that takes out every resource of a type. */
export function removal(name: string, type: string, suites: readonly string[], description: string): Operator {
  return { name, type, suites, changesOf: () => [{ part: '', description, apply: ({ remove }) => remove() }] };
}

/** The resources of a type in the order of their names. */
export function resourcesOf(document: StackDocument, type: string): readonly Resource[] {
  return Object.keys(document.resource[type] ?? {})
    .sort()
    .map((name) => resourceNamed(document, type, name));
}

/**
 * The mutations of a document, one after the other as the operators and the resources are ordered.
 *
 * @throws {Error} if two have the same id.
 */
export function mutationsOf(document: StackDocument, operators: readonly Operator[]): readonly Mutation[] {
  const mutations = operators.flatMap((operator) =>
    resourcesOf(document, operator.type).flatMap((resource) =>
      operator.changesOf(resource).map((change) => mutation(operator, resource, change)),
    ),
  );
  const seen = new Set<string>();
  for (const { id } of mutations) {
    if (seen.has(id)) throw new Error(`two mutations have the id '${id}'. Expected: a part of its own for each change`);
    seen.add(id);
  }
  return mutations;
}

function mutation({ name, suites }: Operator, resource: Resource, { part, description, apply }: Change): Mutation {
  return {
    id: `${name}:${resource.address}${part === '' ? '' : `:${part}`}`,
    address: resource.address,
    description,
    suites,
    apply: (copy) => apply(resourceNamed(copy, resource.type, resource.name)),
  };
}

function resourceNamed(document: StackDocument, type: string, name: string): Resource {
  const ofType = document.resource[type];
  const found = ofType?.[name];
  if (!ofType || !found)
    throw new Error(`the document has no ${type}.${name}. Expected: a copy of the one it came from`);
  return {
    type,
    name,
    address: `${type}.${name}`,
    arguments: recordOf(found),
    document,
    remove: () => delete ofType[name],
  };
}
