import type { StackDocument } from '../testing/stack-copy.ts';
import type { Check } from './check.ts';
import { type Arguments, recordOf } from './stack-values.ts';

/** One change to a synthesized stack that takes away something it promises. */
export interface Mutation {
  /** Stable: the operator's name, the Terraform address, and which part of the resource. */
  readonly id: string;
  /** Terraform address of the resource. */
  readonly address: string;
  /** What the change does, in a few words. */
  readonly description: string;
  /** The tests that are about what it changes, the most likely to notice first. */
  readonly checks: readonly Check[];
  /** Ids of the rows whose resources it changes. */
  readonly operations: readonly string[];
  /** Whether other mutations of other rows may be tried on the same stage: no test is about both. */
  readonly sharesStage: boolean;
  /** Whether it is tried with the stack's own throttles, which else are out of the way. */
  readonly isOfThrottles: boolean;
  /** Whether it only shows on a stage that starts with it. */
  readonly needsNewStage: boolean;
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
  /** The tests that are about the part. @default the operator's for the resource */
  readonly checks?: readonly Check[];
  /** Ids of the rows that the part is about. @default the operator's for the resource */
  readonly operations?: readonly string[];
  /** Is given the resource in the copy that is changed. */
  readonly apply: (resource: Resource) => void;
}

/** A kind of change: what it does to every resource of a type. */
export interface Operator {
  readonly name: string;
  /** Terraform's resource type. */
  readonly type: string;
  /** The tests that are about a resource; those most likely to notice first. */
  readonly checks: (resource: Resource) => readonly Check[];
  /** Ids of the rows that a change is about, if the tests of other rows do without them. @default those of none: it is tried alone */
  readonly operations?: (resource: Resource) => readonly string[];
  /** Whether it is tried with the stack's own throttles. @default false: they are out of the way of the tests */
  readonly isOfThrottles?: true;
  /** Whether a stage has to start with it, for what a running one keeps. @default false: it is read in place */
  readonly needsNewStage?: true;
  /** The changes it makes to a resource, one at a time; none where the resource has no such part. */
  readonly changesOf: (resource: Resource) => readonly Change[];
}

/** An operator that takes out every resource of a type. */
export function removal(name: string, type: string, checks: Operator['checks'], description: string): Operator {
  return { name, type, checks, changesOf: () => [{ part: '', description, apply: ({ remove }) => remove() }] };
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

function mutation(operator: Operator, resource: Resource, change: Change): Mutation {
  const { part, description, apply, checks = operator.checks(resource) } = change;
  const operations = change.operations ?? operator.operations?.(resource) ?? [];
  return {
    id: `${operator.name}:${resource.address}${part === '' ? '' : `:${part}`}`,
    address: resource.address,
    description,
    checks,
    operations,
    sharesStage: operations.length > 0,
    isOfThrottles: operator.isOfThrottles ?? false,
    needsNewStage: operator.needsNewStage ?? false,
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
