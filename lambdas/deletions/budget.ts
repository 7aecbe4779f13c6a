import type { Context } from 'aws-lambda';

/** Time that a run has left to begin something new in. */
export interface Budget {
  isLeft(): boolean;
}

/** Milliseconds before the function's end in which what was begun is brought to its end. */
const reserveMs = 10_000;

export const budgetOf = (context: Pick<Context, 'getRemainingTimeInMillis'>): Budget => ({
  isLeft: () => context.getRemainingTimeInMillis() > reserveMs,
});
