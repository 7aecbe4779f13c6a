import type { Answer } from './requests.ts';

/** An answer that was not to be. */
export interface Surprise {
  readonly kind: string;
  readonly status: Answer['status'];
  readonly body: string;
}

export interface Recorded {
  readonly kind: string;
  readonly status: Answer['status'];
  readonly durationMs: number;
  /** Milliseconds since the run began. */
  readonly at: number;
}

/** What came back in a run. */
export interface Recorder {
  /** @param expected statuses that this kind of request may have. */
  record(kind: string, answer: Answer, expected: readonly Answer['status'][]): void;
  readonly answers: readonly Recorded[];
  readonly surprises: readonly Surprise[];
}

/** Surprises that are kept; more of them tell nothing new. */
const mostSurprises = 50;

export function createRecorder(now: () => number = () => performance.now()): Recorder {
  const startedAt = now();
  const answers: Recorded[] = [];
  const surprises: Surprise[] = [];
  return {
    answers,
    surprises,
    record(kind, { status, body, durationMs }, expected) {
      answers.push({ kind, status, durationMs, at: now() - startedAt });
      if (!expected.includes(status) && surprises.length < mostSurprises) {
        surprises.push({ kind, status, body: body.slice(0, 200) });
      }
    },
  };
}
