import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { publicApi } from '../../contracts/public-api.ts';
import { systemClock } from '../shared/clock.ts';
import { required } from '../shared/environment.ts';
import { httpHandler } from '../shared/http-handler.ts';
import { newId } from '../shared/identifiers.ts';
import { documents } from '../shared/table.ts';
import { contactPrefix, contactsPartition, monthOf } from './contact-records.ts';

export const handler = httpHandler(publicApi, 'createContact', async ({ body, requestId }) => {
  const createdAt = systemClock.now().toISOString();
  const contactId = newId(systemClock);
  const key = { pk: contactsPartition(monthOf(createdAt)), sk: `${contactPrefix}${contactId}` };
  await documents.send(
    new PutCommand({
      TableName: required('TABLE_NAME'),
      Item: { ...key, contactId, requestId, createdAt, ...body },
      ConditionExpression: 'attribute_not_exists(pk)',
    }),
  );
  return { status: 202, body: { requestId } };
});
