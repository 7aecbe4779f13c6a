import * as z from 'zod/mini';
import { PartnerId, ProjectId, TaskId, UserId } from './identifiers.ts';
import { lineOfText, maxCharacters } from './text.ts';
import { CalendarDate, Timestamp } from './time.ts';

export const TaskStatus = z.enum(['todo', 'in_progress', 'done']);

/** What a page of tasks is sorted by; a minus is descending. Tasks without a due date count as due last. */
export const TaskOrder = z.enum(['createdAt', '-createdAt', 'dueDate', '-dueDate']);

const title = () => lineOfText(200);
const description = () => z.optional(z.string().check(maxCharacters(4000)));

export const CreateTask = z.strictObject({
  title: title(),
  description: description(),
  /** @default todo */
  status: z.optional(TaskStatus),
  /** A member of the project. */
  assigneeId: z.optional(UserId),
  dueDate: z.optional(CalendarDate),
});

/** The whole task as it shall be: what is left out is gone. */
export const UpdateTask = z.strictObject({
  title: title(),
  description: description(),
  status: TaskStatus,
  assigneeId: z.optional(UserId),
  dueDate: z.optional(CalendarDate),
});

const visible = {
  taskId: TaskId,
  projectId: ProjectId,
  title: z.string(),
  description: z.optional(z.string()),
  status: TaskStatus,
  dueDate: z.optional(CalendarDate),
  createdAt: Timestamp,
  updatedAt: Timestamp,
};

export const Task = z.strictObject({
  ...visible,
  assigneeId: z.optional(UserId),
  /** One of both. */
  createdBy: z.strictObject({ userId: z.optional(UserId), partnerId: z.optional(PartnerId) }),
});

export const TaskPage = z.strictObject({
  items: z.array(Task),
  nextCursor: z.optional(z.string()),
});

/** A task that a partner adds: nobody's yet, to do. */
export const CreatePartnerTask = z.strictObject({
  title: title(),
  description: description(),
  dueDate: z.optional(CalendarDate),
});

/** What a partner sees of a task: nothing of the project's members. */
export const PartnerTask = z.strictObject(visible);

export const PartnerTaskPage = z.strictObject({
  items: z.array(PartnerTask),
  nextCursor: z.optional(z.string()),
});
