import * as z from 'zod/mini';
import { PartnerId, ProjectId, Timestamp } from './identifiers.ts';
import { lineOfText } from './text.ts';

export const CreateProject = z.strictObject({
  name: lineOfText(100),
  description: z.optional(z.string().check(z.maxLength(2000))),
  /** The partners that may read the project through the partner routes. */
  partnerIds: z.optional(z.array(PartnerId).check(z.maxLength(10))),
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
