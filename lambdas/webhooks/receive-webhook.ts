import { createHash } from 'node:crypto';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Shape } from '../../contracts/operation-types.ts';
import { publicApi } from '../../contracts/public-api.ts';
import { epochSeconds, systemClock } from '../shared/clock.ts';
import { required } from '../shared/environment.ts';
import { httpHandler } from '../shared/http-handler.ts';
import { Problem } from '../shared/problem.ts';
import { documents } from '../shared/table.ts';
import { requireContentDigest } from './content-digest.ts';

/** Days that an event is kept, and its id known. */
const lifetimeDays = 30;
/** Characters of an event's data as JSON: well within what an item may weigh. */
const mostData = 100_000;

export const handler = httpHandler(
  publicApi,
  'receiveWebhook',
  async ({ caller, path, body }) => {
    if (caller.partnerId !== path.partnerId) throw new Problem('INVALID_SIGNATURE');
    // As text: the table nests no deeper than 32 levels, partners may.
    const data = JSON.stringify(body.data);
    if (data.length > mostData) {
      const detail = `Expected: at most ${mostData} characters of JSON`;
      throw new Problem('VALIDATION_FAILED', { errors: [{ at: '/data', detail }] });
    }
    await storeOnce(caller.partnerId, { ...body, data });
    return { status: 202, body: { eventId: body.eventId } };
  },
  requireContentDigest,
);

type StoredEvent = Omit<Shape<'WebhookEvent'>, 'data'> & { readonly data: string };

/**
 * An event whose id is there already has to be the same: sent again, it is stored again.
 *
 * @throws {Problem} IDEMPOTENCY_MISMATCH if its id came with something else before.
 */
async function storeOnce(partnerId: string, event: StoredEvent): Promise<void> {
  const now = systemClock.now();
  const contentHash = createHash('sha256').update(JSON.stringify(event)).digest('base64url');
  try {
    await documents.send(
      new PutCommand({
        TableName: required('TABLE_NAME'),
        Item: {
          pk: `WEBHOOKS#${partnerId}`,
          sk: `EVENT#${event.eventId}`,
          partnerId,
          ...event,
          contentHash,
          receivedAt: now.toISOString(),
          expiresAt: epochSeconds(now) + lifetimeDays * 24 * 60 * 60,
        },
        ConditionExpression: 'attribute_not_exists(pk) OR contentHash = :hash',
        ExpressionAttributeValues: { ':hash': contentHash },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    throw new Problem('IDEMPOTENCY_MISMATCH', { detail: 'The event id came with another event before', cause: error });
  }
}
