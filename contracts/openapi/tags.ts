import type { Operation } from '../route-table.ts';
import { OpenApiError, type Tag } from './document.ts';

/** What each group of operations is about. */
const descriptions: Readonly<Record<string, string>> = {
  attachments: 'Files of a task. They go straight to storage and come straight from it, by presigned addresses.',
  auth: 'Signing in, staying signed in, signing out.',
  comments: 'What members say about a task.',
  contacts: 'Messages of the contact form.',
  exports: 'Files with all of a project, made after the request is answered.',
  health: 'Whether the stage answers.',
  members: 'Who is in a project.',
  operations: 'What operators look at and set going.',
  partner: 'What partners see and do, in the projects that are shared with them.',
  projects: 'Projects, which everything else belongs to.',
  tasks: 'What is to be done in a project.',
  webhooks: 'Events that partners send.',
};

/**
 * The group of an operation: the last resource that the path enters, `/tasks/{taskId}/comments` being
 * `comments`. What partners may call is a group of its own.
 */
export function tagOf({ path, access }: Operation): string {
  if (access.kind === 'partner') return 'partner';
  const segments = path.slice(1).split('/');
  const entered = segments.filter((segment, index) => !isParameter(segment) && isParameter(segments[index - 1]));
  return entered.at(-1) ?? segments[0] ?? '';
}

const isParameter = (segment: string | undefined): boolean => segment?.startsWith('{') ?? false;

/** @throws {OpenApiError} for a group that nobody has described. */
export function tagsOf(operations: readonly Operation[]): readonly Tag[] {
  return [...new Set(operations.map(tagOf))].sort().map((name) => {
    const description = descriptions[name];
    if (description === undefined) {
      throw new OpenApiError(
        `the group '${name}' has no description. Expected: one in contracts/openapi/tags.ts, which has ${Object.keys(descriptions).join(', ')}`,
      );
    }
    return { name, description };
  });
}
