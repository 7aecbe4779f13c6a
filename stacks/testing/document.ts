/** A synthesized stack as tests read it. */
export interface TerraformDocument {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Arguments>>>>;
  readonly output: Readonly<Record<string, { readonly value: string }>>;
  readonly terraform: Arguments;
  readonly provider: Arguments;
  readonly ephemeral: Arguments;
}

/** A resource's arguments by their names in Terraform. */
export type Arguments = Readonly<Record<string, unknown>>;

/** `aws_dynamodb_table.table` and so on, sorted. */
export function addresses(document: TerraformDocument): readonly string[] {
  return Object.entries(document.resource)
    .flatMap(([type, resources]) => Object.keys(resources).map((id) => `${type}.${id}`))
    .sort();
}

/** The resources of a type whose arguments include these. */
export function find(document: TerraformDocument, type: string, including: Arguments = {}): readonly Arguments[] {
  const wanted = Object.entries(including).map(([name, value]) => [name, JSON.stringify(value)] as const);
  return Object.values(document.resource[type] ?? {}).filter((found) =>
    wanted.every(([name, value]) => JSON.stringify(found[name]) === value),
  );
}

/** @throws {Error} unless there is exactly one such resource. */
export function only(document: TerraformDocument, type: string, including: Arguments = {}): Arguments {
  const [first, ...others] = find(document, type, including);
  if (!first || others.length > 0) {
    const found = first ? 1 + others.length : 0;
    throw new Error(`found ${found} ${type} with ${JSON.stringify(including)}. Expected: exactly one`);
  }
  return first;
}

/** The resource that has an address: `aws_dynamodb_table.table`. */
export function at(document: TerraformDocument, address: string): Arguments {
  const [type = '', id = ''] = address.split('.');
  const found = document.resource[type]?.[id];
  if (!found) throw new Error(`found no ${address}. Expected one of: ${Object.keys(document.resource[type] ?? {})}`);
  return found;
}

/** The address in a reference: `${aws_lambda_function.x.invoke_arn}` gives `aws_lambda_function.x`. */
export function referred(reference: unknown): string {
  const address = /\$\{(?<address>\w+\.[\w-]+)\./.exec(String(reference))?.groups?.['address'];
  if (address === undefined) throw new Error(`'${String(reference)}' refers to nothing. Expected: a reference`);
  return address;
}

/** Every value below `value` with its path, lists by index. */
export function leaves(value: unknown, path = ''): ReadonlyMap<string, unknown> {
  if (typeof value !== 'object' || value === null) return new Map([[path, value]]);
  const below = Object.entries(value).flatMap(([key, part]) => [...leaves(part, path === '' ? key : `${path}/${key}`)]);
  return new Map(below);
}

/** The paths at which two documents differ, sorted. */
export function differences(one: unknown, other: unknown): readonly string[] {
  const [left, right] = [leaves(one), leaves(other)];
  const paths = new Set([...left.keys(), ...right.keys()]);
  return [...paths].filter((path) => left.get(path) !== right.get(path)).sort();
}
