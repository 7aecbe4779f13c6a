import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';

/** Where consumer tests write pacts, and verification reads them. */
export const pactFolder = join('contracts', 'pact', 'pacts');

const PactFile = z.object({
  consumer: z.object({ name: z.string() }),
  provider: z.object({ name: z.string() }),
  interactions: z.array(
    z.object({
      description: z.string(),
      providerStates: z.optional(z.array(z.object({ name: z.string() }))),
    }),
  ),
});

export interface PactInteraction {
  readonly description: string;
  readonly states: readonly string[];
}

export interface PactDocument {
  readonly file: string;
  readonly consumer: string;
  readonly provider: string;
  readonly interactions: readonly PactInteraction[];
}

/**
 * The pacts of a folder.
 *
 * @throws {Error} naming the file, if it is no pact.
 */
export function readPacts(folder: string): readonly PactDocument[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => readPact(join(folder, name)));
}

function readPact(file: string): PactDocument {
  const parsed = z.safeParse(PactFile, JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file} is no pact: ${parsed.error.issues[0]?.message ?? 'unknown shape'}`);
  const { consumer, provider, interactions } = parsed.data;
  return {
    file,
    consumer: consumer.name,
    provider: provider.name,
    interactions: interactions.map(({ description, providerStates = [] }) => ({
      description,
      states: providerStates.map(({ name }) => name),
    })),
  };
}
