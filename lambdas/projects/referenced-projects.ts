import { type Page, type PageParameters, queryPage } from '../shared/query-page.ts';
import { readItems } from '../shared/read-items.ts';
import { type ProjectItem, projectItemOf, projectKey, referencePrefix } from './project-records.ts';

/**
 * The projects that a partition of a user or a partner refers to, newest first: one query and one
 * batch read, whatever the table's size.
 */
export async function listReferencedProjects(
  partition: string,
  parameters: PageParameters,
): Promise<Page<ProjectItem>> {
  const page = await queryPage({ partition, sortKeyPrefix: referencePrefix, isNewestFirst: true }, parameters);
  const projects = await readItems(page.items.map((item) => projectKey(String(item['projectId']))));
  return {
    ...page,
    // A reference whose project is gone is one that the deletion has yet to reach.
    items: projects.flatMap((item) =>
      item === undefined || item['deletedAt'] !== undefined ? [] : projectItemOf(item),
    ),
  };
}
