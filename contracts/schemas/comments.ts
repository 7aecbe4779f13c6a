import * as z from 'zod/mini';
import { CommentId, TaskId, UserId } from './identifiers.ts';
import { linesOfText } from './text.ts';
import { Timestamp } from './time.ts';

export const CreateComment = z.strictObject({ text: linesOfText(4000) });

export const Comment = z.strictObject({
  commentId: CommentId,
  taskId: TaskId,
  authorId: UserId,
  text: z.string(),
  createdAt: Timestamp,
});

export const CommentPage = z.strictObject({
  items: z.array(Comment),
  nextCursor: z.optional(z.string()),
});
