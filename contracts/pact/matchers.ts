import { MatchersV3 } from '@pact-foundation/pact';
import { type ErrorCode, errors } from '../errors.ts';

const { fromProviderState, regex, string } = MatchersV3;

/** Values that stand in pacts for what a state names, or what an answer names. */
export const ids = {
  projectId: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
  taskId: '01ARZ3NDEKTSV4RRFFQ69G5FAW',
  commentId: '01ARZ3NDEKTSV4RRFFQ69G5FAX',
  attachmentId: '01ARZ3NDEKTSV4RRFFQ69G5FAY',
  exportId: '01ARZ3NDEKTSV4RRFFQ69G5FAZ',
  userId: '7d2f4c1e-0b6a-4f3d-9c58-1a2b3c4d5e6f',
} as const;

const ulid = '[0-7][0-9A-HJKMNP-TV-Z]{25}';
const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

/** An identifier in an answer. */
export const anId = {
  projectId: regex(`^${ulid}$`, ids.projectId),
  taskId: regex(`^${ulid}$`, ids.taskId),
  commentId: regex(`^${ulid}$`, ids.commentId),
  attachmentId: regex(`^${ulid}$`, ids.attachmentId),
  exportId: regex(`^${ulid}$`, ids.exportId),
  userId: regex(`^${uuid}$`, ids.userId),
};

export const aTime = regex('^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$', '2026-01-02T03:04:05.678Z');
export const anEtag = regex('^"[^"]+"$', '"1"');
export const seconds = regex('^[1-9][0-9]*$', '1');
/** An address that a page can open as it is. */
export const aUrl = (example: string) => regex('^https?://.+$', example);
/** `Location` of what was made, below whatever path the stage has. */
export const aLocation = (path: string) => regex(`^.*${path.replaceAll(/[^/]{26,}/g, '[^/]{26,}')}$`, path);

/** A value that the state gives, by its name there. */
export const given = (name: string, example: string) => fromProviderState(`\${${name}}`, example);

/** A path whose parameters the state gives: `/projects/{projectId}`. */
export const pathOf = (route: string) =>
  fromProviderState(
    route.replaceAll('{', '${'),
    route.replaceAll(/\{([^}]+)\}/g, (_, name: keyof typeof ids) => ids[name]),
  );

/** The problem document of a code, as far as consumers read it. */
export const problem = (code: ErrorCode, more: object = {}) => ({
  status: errors[code].status,
  headers: { 'Content-Type': 'application/problem+json' },
  body: { code, requestId: string('c6af9ac6-7b61-11e6-9a41-93e8deadbeef'), ...more },
});
