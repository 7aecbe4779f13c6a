import { jsonError } from './json-protocol.ts';
import { type AwsError, faultOf, type ServiceRequest, type ServiceResponse } from './service.ts';

/** Renders an error for which no service could be asked, in the protocol that the request seems to speak. */
export function renderUnrouted(
  error: AwsError,
  requestId: string,
  request: { readonly headers: ServiceRequest['headers'] },
): ServiceResponse {
  const contentType = request.headers['content-type'] ?? '';
  const isJson = contentType.includes('json') || request.headers['x-amz-target'] !== undefined;
  return isJson ? jsonError(error, requestId, '1.1') : xmlError(error, requestId);
}

function xmlError(error: AwsError, requestId: string): ServiceResponse {
  const body =
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    `<ErrorResponse><Error><Type>${faultOf(error)}</Type><Code>${escapeXml(error.code)}</Code>` +
    `<Message>${escapeXml(error.message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
  return { status: error.status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body };
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

const escapeXml = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
