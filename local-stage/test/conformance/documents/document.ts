/** Blocks of one type by name: `aws_sqs_queue` -> `orders` -> arguments. */
export type Blocks = Readonly<Record<string, Readonly<Record<string, Arguments>>>>;
export type Arguments = Readonly<Record<string, unknown>>;

/** A part of a Terraform document: what one helper of this folder declares. */
export interface DocumentPart {
  readonly resource: Blocks;
  readonly output?: Readonly<Record<string, unknown>>;
}

export const region = 'eu-west-1';

/**
 * One Terraform document, in JSON syntax, of several parts.
 *
 * @throws {Error} where two parts declare the same block, of which one would be lost.
 */
export function stackDocument(stackName: string, ...parts: readonly DocumentPart[]): object {
  return {
    '//': { metadata: { stackName } },
    terraform: { required_providers: { aws: { source: 'hashicorp/aws', version: '~> 6.0' } } },
    provider: { aws: [{ region }] },
    resource: mergeBlocks(parts.map(({ resource }) => resource)),
    output: Object.assign({}, ...parts.map(({ output }) => output ?? {})),
  };
}

export function mergeBlocks(all: readonly Blocks[]): Blocks {
  const merged: Record<string, Record<string, Arguments>> = {};
  for (const blocks of all) {
    for (const [type, named] of Object.entries(blocks)) {
      const known = merged[type] ?? {};
      const twice = Object.keys(named).find((name) => Object.hasOwn(known, name));
      if (twice !== undefined) throw new Error(`two parts of the document declare ${type}.${twice}`);
      merged[type] = { ...known, ...named };
    }
  }
  return merged;
}

/** The part of a Terraform name that a route, path or any other text can be. */
export function terraformName(...texts: readonly string[]): string {
  return texts.map((text) => text.replaceAll(/[^A-Za-z0-9]+/g, '_').replaceAll(/^_+|_+$/g, '') || 'root').join('_');
}

/** `${aws_sqs_queue.orders.arn}` */
export const reference = (address: string, attribute: string): string => `\${${address}.${attribute}}`;
