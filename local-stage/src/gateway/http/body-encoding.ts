import type { HttpRequest } from './http-request.ts';

/** A body as events carry it. */
export interface EventBody {
  /** `undefined` where the request has no body. */
  readonly body: string | undefined;
  readonly isBase64Encoded: boolean;
}

const textTypes = new Set(['application/json', 'application/javascript', 'application/xml']);

/** Only the content types known as text reach a function as text; forms and bodies without a type do not. */
export function encodeBody(request: HttpRequest): EventBody {
  if (request.body.length === 0) return { body: undefined, isBase64Encoded: false };
  const isText = isTextType(request.headers['content-type']) && !isCompressed(request.headers['content-encoding']);
  return { body: request.body.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText };
}

function isTextType(contentType: string | undefined): boolean {
  const [type = ''] = (contentType ?? '').split(';', 1);
  const mediaType = type.trim().toLowerCase();
  return mediaType.startsWith('text/') || textTypes.has(mediaType);
}

/** Compressed bytes are no text, whatever they are of. */
function isCompressed(contentEncoding: string | undefined): boolean {
  return contentEncoding !== undefined && contentEncoding.toLowerCase() !== 'identity';
}
