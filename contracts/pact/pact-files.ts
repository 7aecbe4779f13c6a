import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';

/** The pacts that are committed: what the consumers' tests wrote last. */
export const pactFolder = join('contracts', 'pact', 'pacts');

/** Names another folder that a run of the consumers' tests writes into. */
export const pactFolderVariable = 'GATEHOUSE_PACTS';

/** Where this run of the consumers' tests writes. */
export const writtenPactFolder = (): string => process.env[pactFolderVariable] ?? pactFolder;

/** Comment of an interaction that deployed stages are verified with, too. */
export const everyStage = { key: 'stages', value: 'every' } as const;

const PactFile = z.looseObject({
  consumer: z.object({ name: z.string() }),
  provider: z.object({ name: z.string() }),
  interactions: z.array(
    z.looseObject({
      description: z.string(),
      providerStates: z.optional(z.array(z.object({ name: z.string() }))),
      request: z.optional(z.looseObject({ method: z.string(), path: z.string() })),
      response: z.optional(
        z.looseObject({
          status: z.number(),
          body: z.optional(z.looseObject({ content: z.optional(z.unknown()) })),
        }),
      ),
      comments: z.optional(z.record(z.string(), z.unknown())),
    }),
  ),
});
type PactFile = z.infer<typeof PactFile>;

export interface PactExchange {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** `code` of a problem document that the consumer reads. */
  readonly code: string | undefined;
}

export interface PactInteraction {
  readonly description: string;
  readonly states: readonly string[];
  /** Absent for a message. */
  readonly http: PactExchange | undefined;
  readonly isOnEveryStage: boolean;
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
  return pactFilesIn(folder).map((name) => documentOf(join(folder, name)));
}

export const pactFilesIn = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort();

function documentOf(file: string): PactDocument {
  const { consumer, provider, interactions } = readPact(file);
  return {
    file,
    consumer: consumer.name,
    provider: provider.name,
    interactions: interactions.map(interactionOf),
  };
}

/** The file as it is, for what copies a part of it. */
export function readPact(file: string): PactFile {
  const parsed = z.safeParse(PactFile, JSON.parse(readFileSync(file, 'utf8')));
  if (parsed.success) return parsed.data;
  throw new Error(`${file} is no pact: ${parsed.error.issues[0]?.message ?? 'unknown shape'}`);
}

export function interactionOf(interaction: PactFile['interactions'][number]): PactInteraction {
  const { description, providerStates = [], request, response, comments = {} } = interaction;
  return {
    description,
    states: providerStates.map(({ name }) => name),
    http: request &&
      response && {
        method: request.method,
        path: request.path,
        status: response.status,
        code: z.safeParse(z.looseObject({ code: z.string() }), response.body?.content).data?.code,
      },
    isOnEveryStage: comments[everyStage.key] === everyStage.value,
  };
}
