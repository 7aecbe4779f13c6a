import { publicApi } from '../../contracts/public-api.ts';
import { systemClock } from '../shared/clock.ts';
import { httpHandler } from '../shared/http-handler.ts';
import { pageOf, queryPage } from '../shared/query-page.ts';
import { contactOf, contactPrefix, contactsPartition, monthOf } from './contact-records.ts';

export const handler = httpHandler(publicApi, 'listContacts', async ({ query }) => {
  const month = query.month ?? monthOf(systemClock.now().toISOString());
  const listing = { partition: contactsPartition(month), sortKeyPrefix: contactPrefix, isNewestFirst: true };
  return { status: 200, body: pageOf(await queryPage(listing, query), contactOf) };
});
