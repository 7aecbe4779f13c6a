import type { Shape } from '../../contracts/operation-types.ts';
import type { Item } from '../shared/item.ts';

/** Messages of one month share a partition, so that listing them needs no scan. See docs/data-model.md. */
export const contactsPartition = (month: string) => `CONTACTS#${month}`;
export const contactPrefix = 'CONTACT#';

/** `2027-02` */
export const monthOf = (timestamp: string): string => timestamp.slice(0, 7);

/** The message as the contact desk sees it. */
export function contactOf(item: Item): Shape<'Contact'> {
  const { contactId, requestId, name, email, message, createdAt } = item as unknown as Shape<'Contact'>;
  return { contactId, requestId, name, email, message, createdAt };
}
