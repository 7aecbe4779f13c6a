import type { PageOptions } from '../json-pages.ts';

/**
 * How the lists of user pools are paged, 60 items at most (AWS API reference, "ListUsers").
 *
 * @param size member with the page's size. @default 'Limit'
 * @param token member with the page's token. @default 'NextToken'
 */
export const pageBy = (size = 'Limit', token = 'NextToken'): PageOptions => ({
  size,
  largest: 60,
  token,
  tokenErrorCode: 'InvalidParameterException',
});
