import type { Operator } from './mutation.ts';
import { accessLogOperators } from './operators/access-logs.ts';
import { corsOperators } from './operators/cors.ts';
import { functionEnvironmentOperators } from './operators/function-environment.ts';
import { gatewayResponseOperators } from './operators/gateway-responses.ts';
import { grantOperators } from './operators/grants.ts';
import { httpAccessOperators } from './operators/http-access.ts';
import { integrationOperators } from './operators/integrations.ts';
import { permissionOperators } from './operators/permissions.ts';
import { queueOperators } from './operators/queues.ts';
import { restAccessOperators } from './operators/rest-access.ts';
import { storageOperators } from './operators/storage.ts';
import { throttleOperators } from './operators/throttles.ts';
import { timeoutOperators } from './operators/timeouts.ts';
import { userPoolOperators } from './operators/user-pool.ts';
import { validationOperators } from './operators/validation.ts';

/**
 * Every kind of change, in the order of the report. Types that the local stage does not run (alarms,
 * lifecycle rules, firewalls) have none: what guards them is the review of the plan.
 */
export const operators: readonly Operator[] = [
  ...grantOperators,
  ...permissionOperators,
  ...restAccessOperators,
  ...httpAccessOperators,
  ...validationOperators,
  ...corsOperators,
  ...gatewayResponseOperators,
  ...throttleOperators,
  ...timeoutOperators,
  ...integrationOperators,
  ...functionEnvironmentOperators,
  ...queueOperators,
  ...storageOperators,
  ...userPoolOperators,
  ...accessLogOperators,
];
