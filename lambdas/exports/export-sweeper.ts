import { systemClock } from '../shared/clock.ts';
import { logger } from '../shared/logger.ts';
import { sweepExports } from './export-sweep.ts';

/** Called by a schedule. */
export const handler = async (): Promise<void> => {
  logger.resetKeys();
  await sweepExports(systemClock);
};
