import { Metrics } from '@aws-lambda-powertools/metrics';

/**
 * Metrics in CloudWatch's embedded format, one a line of the log. The service's name comes from
 * POWERTOOLS_SERVICE_NAME. Whoever adds to them publishes them before the function answers.
 */
export const metrics = new Metrics({ namespace: 'Gatehouse' });
