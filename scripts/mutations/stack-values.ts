/**
 * Reading what a synthesized stack says, where JSON tells no types: what is not of the expected shape
 * is absent, so that an operator makes no mutation of it.
 */

/** Arguments of a resource, or a block of them. */
export type Arguments = Record<string, unknown>;

export function recordOf(value: unknown): Arguments {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Arguments) : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The blocks of an argument: Terraform writes a single one with or without its list. */
export function blocksOf(value: unknown): readonly Arguments[] {
  return (Array.isArray(value) ? value : [value]).map(recordOf).filter((block) => Object.keys(block).length > 0);
}

export function textsOf(value: unknown): readonly string[] {
  return listOf(value).filter((item) => typeof item === 'string');
}

/** The document in an argument that carries JSON as text; `{}` if it carries none. */
export function jsonOf(value: unknown): Arguments {
  if (typeof value !== 'string') return {};
  return recordOf(JSON.parse(value));
}

/** Changes the document in an argument that carries JSON as text. */
export function editJson(args: Arguments, name: string, edit: (document: Arguments) => void): void {
  const document = jsonOf(args[name]);
  edit(document);
  args[name] = JSON.stringify(document);
}

/** Takes an entry out of the list that an argument is. */
export function removeEntry(args: Arguments, name: string, entry: unknown): void {
  args[name] = listOf(args[name]).filter((other) => other !== entry);
}
