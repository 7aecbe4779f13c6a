import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** A synthesized stack as its JSON says it: resources by type and name. */
export interface StackDocument {
  readonly resource: Record<string, Record<string, Record<string, unknown>>>;
  /** Values that the stage tells about itself, by name. */
  readonly output?: Record<string, { value: string }>;
}

export interface StackCopy {
  readonly document: string;
  /** Beside the copy, so that it is removed with it. */
  readonly outputsFile: string;
  remove(): void;
}

/** A copy of a synthesized stack with a change, in a folder of its own that finds the same packages. */
export function copyStack(environment: string, change: (document: StackDocument) => void): StackCopy {
  const original = join('cdktf.out', 'stacks', environment, 'cdk.tf.json');
  const document = JSON.parse(readFileSync(original, 'utf8')) as StackDocument;
  change(document);
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-stack-'));
  symlinkSync(resolve(dirname(original), 'assets'), join(folder, 'assets'), 'dir');
  const copy = join(folder, 'cdk.tf.json');
  writeFileSync(copy, JSON.stringify(document));
  return {
    document: copy,
    outputsFile: join(folder, 'outputs.json'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * The one resource of a type whose name contains a text.
 *
 * @throws {Error} if there is none or more than one: the change would not be the one that was meant.
 */
export function resourceOf(
  { resource }: StackDocument,
  type: string,
  part: string,
): { readonly name: string; readonly arguments: Record<string, unknown> } {
  const found = Object.entries(resource[type] ?? {}).filter(([name]) => name.includes(part));
  const [only] = found;
  if (!only || found.length > 1) {
    throw new Error(`${found.length} resources of type ${type} have '${part}' in their name. Expected: one`);
  }
  return { name: only[0], arguments: only[1] };
}

/** Removes the one resource of a type whose name contains a text. */
export function removeResource(document: StackDocument, type: string, part: string): void {
  delete document.resource[type]?.[resourceOf(document, type, part).name];
}
