/** A member that ought to be a structure; anything else has no members. */
export const asRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};

/** A member that ought to be a list; anything else is an empty one. */
export const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A member that ought to be text. */
export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
