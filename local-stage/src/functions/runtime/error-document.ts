/** An error as the Node.js runtime of Lambda answers it. */
export interface ErrorDocument {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

/** What the caller of the function gets for a value that was thrown. */
export function errorDocument(thrown: unknown): ErrorDocument {
  if (!(thrown instanceof Error)) return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
  return { errorType: thrown.name, errorMessage: thrown.message, trace: thrown.stack?.split('\n') ?? [] };
}

/** The JSON that the runtime logs of a value that was thrown, with the error's own properties. */
export function loggedError(thrown: unknown): string {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  try {
    return JSON.stringify(error, (_key, value: unknown) => (value instanceof Error ? withDetails(value) : value));
  } catch {
    // Properties that JSON cannot hold (cycles, bigints): the document always can be held.
    return JSON.stringify(errorDocument(error));
  }
}

const withDetails = (error: Error) => ({
  errorType: error.name,
  errorMessage: error.message,
  ...error,
  stack: error.stack?.split('\n'),
});

/**
 * An error of the runtime itself, whose name is the `errorType` that callers see, `Runtime.HandlerNotFound`.
 *
 * @param source whose stack it shows: the place in the function's code.
 */
export class RuntimeError extends Error {
  constructor(errorType: string, message: string, source?: Error) {
    super(message);
    this.name = errorType;
    if (source?.stack) this.stack = source.stack;
  }
}
