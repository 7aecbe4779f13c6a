import * as z from 'zod/mini';
import { UserId } from './identifiers.ts';
import { Timestamp } from './time.ts';

/** Owners manage members and may delete the project; everything else every member may do. */
export const Role = z.enum(['owner', 'member']);

export const AddMember = z.strictObject({ userId: UserId, role: Role });

export const Member = z.strictObject({ userId: UserId, role: Role, createdAt: Timestamp });

export const MemberPage = z.strictObject({
  items: z.array(Member),
  nextCursor: z.optional(z.string()),
});
