import type { Context, ScheduledEvent } from 'aws-lambda';
import { sweepUploads } from '../attachments/sweep-uploads.ts';
import { systemClock } from '../shared/clock.ts';
import { logger } from '../shared/logger.ts';
import { budgetOf } from './budget.ts';
import { sweepDeletions } from './sweep-deletions.ts';

/** Called by a schedule: forgets files that never came, and removes what was deleted. */
export const handler = async (_event: ScheduledEvent, context: Context): Promise<void> => {
  logger.resetKeys();
  const budget = budgetOf(context);
  await sweepUploads(systemClock, budget);
  await sweepDeletions(systemClock, budget);
};
