import * as z from 'zod/mini';
import { PartnerId, ProjectId } from './identifiers.ts';
import { lineOfText, maxCharacters } from './text.ts';
import { Timestamp } from './time.ts';

const description = () => z.optional(z.string().check(maxCharacters(2000)));
const partnerIds = () => z.array(PartnerId).check(z.maxLength(10));

export const CreateProject = z.strictObject({
  name: lineOfText(100),
  description: description(),
  /** The partners that may read the project, and add tasks to it, through the partner routes. */
  partnerIds: z.optional(partnerIds()),
});

/** The whole project as it shall be: a description that is left out is gone. */
export const UpdateProject = z.strictObject({
  name: lineOfText(100),
  description: description(),
  partnerIds: partnerIds(),
});

export const Project = z.strictObject({
  projectId: ProjectId,
  name: z.string(),
  description: z.optional(z.string()),
  partnerIds: z.array(PartnerId),
  createdAt: Timestamp,
});

export const ProjectPage = z.strictObject({
  items: z.array(Project),
  /** Absent on the last page. */
  nextCursor: z.optional(z.string()),
});

/** What a partner sees of a project: no members, no other partners. */
export const PartnerProject = z.strictObject({
  projectId: ProjectId,
  name: z.string(),
  createdAt: Timestamp,
});

export const PartnerProjectPage = z.strictObject({
  items: z.array(PartnerProject),
  nextCursor: z.optional(z.string()),
});
