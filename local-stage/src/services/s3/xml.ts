/** An element: its name and what it holds. */
export type XmlElement = readonly [name: string, content: string | number | boolean | readonly XmlElement[]];

const s3Namespace = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** @param namespaced whether the root carries S3's namespace; error documents and PostResponse do not. @default true */
export function renderXml([name, content]: XmlElement, namespaced = true): string {
  const namespace = namespaced ? ` xmlns="${s3Namespace}"` : '';
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${name}${namespace}>${renderContent(content)}</${name}>`;
}

function renderContent(content: XmlElement[1]): string {
  if (typeof content !== 'object') return escapeXml(String(content));
  return content.map(([name, inner]) => `<${name}>${renderContent(inner)}</${name}>`).join('');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** A carriage return and other control characters go as references, so that a parser gives them back unchanged. */
const escapeXml = (text: string) =>
  text.replace(/[&<>"]|(?![\t\n])\p{Cc}/gu, (found) => entities[found] ?? `&#${found.charCodeAt(0)};`);

/** `[name, value]` if there is a value, to spread into an element's content. */
export function optionalElement(name: string, value: string | number | undefined): readonly XmlElement[] {
  return value === undefined || value === '' ? [] : [[name, value]];
}
