import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { publicApi } from '../../contracts/public-api.ts';
import { systemClock } from '../shared/clock.ts';
import { required } from '../shared/environment.ts';
import { httpHandler } from '../shared/http-handler.ts';
import { newId } from '../shared/identifiers.ts';
import { documents } from '../shared/table.ts';

/** All messages share a partition that holds one month, so that listing them needs no scan. */
const partitionOf = (createdAt: string) => `CONTACTS#${createdAt.slice(0, 7)}`;

export const handler = httpHandler(publicApi, 'createContact', async ({ body, requestId }) => {
  const createdAt = systemClock.now().toISOString();
  const contactId = newId(systemClock);
  await documents.send(
    new PutCommand({
      TableName: required('TABLE_NAME'),
      Item: { pk: partitionOf(createdAt), sk: `CONTACT#${contactId}`, contactId, requestId, createdAt, ...body },
      ConditionExpression: 'attribute_not_exists(pk)',
    }),
  );
  return { status: 202, body: { requestId } };
});
