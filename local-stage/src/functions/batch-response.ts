/** Which messages of a batch an invocation left unprocessed. */
export type BatchResult = { readonly failed: 'all' } | { readonly failed: ReadonlySet<string> };

const success: BatchResult = { failed: new Set() };
const failure: BatchResult = { failed: 'all' };

/**
 * Reads a partial batch response (Lambda developer guide, "Handling errors for an SQS event source in
 * Lambda"): null, an empty object and a null or empty list are a success; what names no message of the
 * batch, or is no such response at all, fails the whole batch.
 *
 * @param payload the function's answer as JSON text.
 */
export function readBatchResponse(payload: string, messageIds: ReadonlySet<string>): BatchResult {
  const response = parse(payload);
  if (response === null || response === '') return success;
  if (typeof response !== 'object' || Array.isArray(response)) return failure;
  const failures: unknown = Reflect.get(response, 'batchItemFailures') ?? [];
  if (!Array.isArray(failures)) return failure;
  const failed = new Set<string>();
  for (const item of failures) {
    const identifier = identifierOf(item);
    if (identifier === undefined || !messageIds.has(identifier)) return failure;
    failed.add(identifier);
  }
  return { failed };
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return undefined;
  }
}

function identifierOf(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const identifier: unknown = Reflect.get(item, 'itemIdentifier');
  return typeof identifier === 'string' ? identifier : undefined;
}
