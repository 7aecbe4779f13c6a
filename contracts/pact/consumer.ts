import { PactV4, SpecificationVersion } from '@pact-foundation/pact';
import { test } from 'vitest';
import { type Client, createClient } from '../client.ts';
import type { ApiTable } from '../route-table.ts';
import { everyStage, writtenPactFolder } from './pact-files.ts';
import { type ExpectedRequest, expectRequest, type Template } from './sent-request.ts';

/** One request of a consumer and what it relies on in the answer; nothing that it does not use. */
export interface Expectation {
  /** State that the provider has to be in. @default any */
  readonly given?: string;
  readonly request: ExpectedRequest;
  readonly answer: {
    readonly status: number;
    readonly headers?: Readonly<Record<string, Template>>;
    /** As JSON. */
    readonly body?: unknown;
  };
  /** Whether it is also verified on deployed stages. @default false */
  readonly isOnEveryStage?: boolean;
}

/** What a consumer's test is given: the client that it ships, and the waits that the client asked for. */
export interface Scene<A extends ApiTable> {
  readonly client: Client<A>;
  /** Milliseconds of each wait, in order. */
  readonly waits: number[];
}

export interface Consumer<A extends ApiTable> {
  /**
   * Declares a test whose interaction goes into the consumer's pact.
   *
   * @param description one of the pact's own: two of one description and state would be one interaction.
   */
  expects(description: string, expectation: Expectation, run: (scene: Scene<A>) => Promise<void>): void;
}

/** @param headers of each request of the consumer. */
export function consumerOf<A extends ApiTable>(
  consumer: string,
  api: A,
  headers: Readonly<Record<string, string>> = {},
): Consumer<A> {
  const pact = pactOf(consumer, api.name);
  return {
    expects(description, { given, request, answer, isOnEveryStage = false }, run) {
      test(description, async () => {
        const interaction = pact.addInteraction().uponReceiving(description);
        if (given !== undefined) interaction.given(given);
        if (isOnEveryStage) interaction.comment(everyStage);
        await interaction
          .withRequest(request.method, request.path, (builder) => {
            builder.headers({ ...headers, ...request.headers } as Record<string, string>);
            if (request.query) builder.query(request.query as Record<string, string>);
            if (request.body !== undefined) builder.jsonBody(request.body);
          })
          .willRespondWith(answer.status, (builder) => {
            if (answer.headers) builder.headers(answer.headers as Record<string, string>);
            if (answer.body !== undefined) builder.jsonBody(answer.body);
          })
          .executeTest(({ url }) => run(sceneAt(api, url, { headers, request })));
      });
    },
  };
}

/** The pact of a consumer with a provider. */
export const pactOf = (consumer: string, provider: string): PactV4 =>
  new PactV4({
    consumer,
    provider,
    dir: writtenPactFolder(),
    spec: SpecificationVersion.SPECIFICATION_VERSION_V4,
    logLevel: 'warn',
  });

interface Sender {
  /** Of every request. */
  readonly headers: Readonly<Record<string, string>>;
  readonly request: ExpectedRequest;
}

function sceneAt<A extends ApiTable>(api: A, baseUrl: string, { headers, request }: Sender): Scene<A> {
  const waits: number[] = [];
  const client = createClient(api, {
    baseUrl,
    headers: () => headers,
    fetch: (url, init = {}) => {
      expectRequest(new URL(String(url)), init, request);
      return fetch(url, init);
    },
    sleep: (milliseconds) => {
      waits.push(milliseconds);
      return Promise.resolve();
    },
    random: () => 0.5,
  });
  return { client, waits };
}
