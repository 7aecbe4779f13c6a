/** `$util`. ("Mapping template and access logging variable reference") */
export function createUtil() {
  return {
    escapeJavaScript: (text: unknown) => escapeJavaScript(String(text)),
    parseJson: (text: unknown): unknown => JSON.parse(String(text)),
    urlEncode: (text: unknown) => encodeURIComponent(String(text)).replaceAll('%20', '+'),
    urlDecode: (text: unknown) => decodeURIComponent(String(text).replaceAll('+', ' ')),
    base64Encode: (text: unknown) => Buffer.from(String(text)).toString('base64'),
    base64Decode: (text: unknown) => Buffer.from(String(text), 'base64').toString('utf8'),
  };
}

/** Escapes that have a short form. */
const shortEscapes: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '"': '\\"',
  "'": "\\'",
  '/': '\\/',
  '\\': '\\\\',
};

/** Both kinds of quote and the slash are escaped; what is no printable ASCII becomes `\uXXXX`. */
function escapeJavaScript(text: string): string {
  return text.replace(
    /["'/\\]|[^\x20-\x7e]/g,
    (character) =>
      shortEscapes[character] ?? `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
}
