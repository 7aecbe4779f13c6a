import type { Exchange } from '../exchange.ts';
import { mediaTypeOf } from '../request-headers.ts';

/** Says which bodies are binary. ("Binary media types for REST APIs in API Gateway") */
export interface BinaryMediaTypes {
  /** A request's, by its content type; without one only where everything is binary. */
  isRequestBinary(exchange: Exchange): boolean;
  /** An answer's, by the first entry of the request's `Accept`; its own content type does not count. */
  isAnswerBinary(exchange: Exchange): boolean;
}

/** @param mediaTypes of the API: `image/png`, `image/*` or, for everything, the two asterisks. */
export function compileBinaryMediaTypes(mediaTypes: readonly string[]): BinaryMediaTypes {
  const everything = mediaTypes.includes('*/*');
  const exact = new Set(mediaTypes.map((type) => type.toLowerCase()));
  const heads = mediaTypes.filter((type) => type.endsWith('/*')).map((type) => type.slice(0, -1).toLowerCase());
  const matches = (contentType: string) => {
    const mediaType = mediaTypeOf(contentType);
    return exact.has(mediaType) || heads.some((head) => mediaType.startsWith(head) && !mediaType.endsWith('*'));
  };
  if (mediaTypes.length === 0) return { isRequestBinary: () => false, isAnswerBinary: () => false };
  return {
    isRequestBinary: ({ headers }) => everything || matches(headers.get('content-type') ?? ''),
    isAnswerBinary: ({ headers }) => everything || matches(headers.get('accept')?.split(',')[0] ?? ''),
  };
}
