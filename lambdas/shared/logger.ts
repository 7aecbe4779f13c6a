import { Logger } from '@aws-lambda-powertools/logger';

/** One logger an execution environment. Level and service name come from the POWERTOOLS_ variables. */
export const logger = new Logger();
