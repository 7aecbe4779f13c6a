import type { Operation } from '../route-table.ts';
import { schemas } from '../schemas/registry.ts';
import type { Stage } from './stage.ts';

/**
 * Operations whose effect is not the caller's own and cannot be taken back: a message that people
 * read, an event that systems act on, work that is put back into everybody's queue.
 */
const lasting: ReadonlySet<string> = new Set(['createContact', 'receiveWebhook', 'startExportRedrive']);

/** Whether what the operation does cannot be taken back by a run. */
export const isLasting = ({ operationId }: Operation): boolean => lasting.has(operationId);

/**
 * Holds a request back that would disturb customers: one of those operations with a body that is
 * taken, on a stage that serves any. What is refused for its body may be sent.
 *
 * @param body JSON, or a text as it is sent.
 * @throws {Error} naming the operation.
 */
export function refuseLasting(
  { servesCustomers, environment }: Pick<Stage, 'servesCustomers' | 'environment'>,
  operation: Operation,
  body: object | string | undefined,
): void {
  const { operationId, body: schema } = operation;
  if (!servesCustomers || !isLasting(operation) || schema === undefined) return;
  if (!schemas[schema].safeParse(typeof body === 'string' ? parsed(body) : body).success) return;
  throw new Error(
    `${operationId} was not sent: it would disturb the customers of ${environment}. Expected: only stages without customers`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
