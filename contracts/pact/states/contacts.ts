import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { contactPrefix, contactsPartition, monthOf } from '../../../lambdas/contacts/contact-records.ts';
import { createClient } from '../../client.ts';
import { publicApi } from '../../public-api.ts';
import { urlsOf } from '../../smoke/stage.ts';
import { type States, state } from '../provider.ts';
import { once } from './once.ts';
import type { Tenant } from './tenant.ts';

export function contactStates(tenant: Tenant): States {
  const { stage, visitorEmail: email, contactDesk, onRemoval } = tenant;
  const client = createClient(publicApi, {
    baseUrl: urlsOf(stage).publicApi,
    headers: () => contactDesk,
    maximumRetries: 20,
    maximumWaitMs: 60_000,
  });
  const newestMessages = async () => (await client.listContacts({ query: { limit: '100' } })).body.items;

  /** The API only adds messages: they are taken out of the table. */
  const removeMessages = async () => {
    const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));
    const own = (await newestMessages()).filter((message) => message.email === email);
    await Promise.all(
      own.map(({ contactId, createdAt }) =>
        documents.send(
          new DeleteCommand({
            TableName: stage.outputs.tableName,
            Key: { pk: contactsPartition(monthOf(createdAt)), sk: `${contactPrefix}${contactId}` },
          }),
        ),
      ),
    );
  };

  const twoMessages = once(async () => {
    const message = { name: 'Ada', email, message: 'Hello' };
    await client.createContact({ body: message });
    await client.createContact({ body: message });
    const { body } = await client.listContacts({ query: { limit: '1' } });
    if (body.nextCursor === undefined) throw new Error('a page of one of two messages has no nextCursor');
    return { cursor: body.nextCursor };
  });
  onRemoval(removeMessages);
  return {
    'a visitor with an email address': state(async () => ({ email })),
    'two messages of visitors': state(twoMessages),
  };
}
