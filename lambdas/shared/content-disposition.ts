/**
 * `Content-Disposition` with which a browser saves a file under its name and never shows it (RFC 6266):
 * the name in ASCII for old clients, and whole in UTF-8 (RFC 8187).
 */
export function attachmentDisposition(fileName: string): string {
  const ascii = fileName.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(fileName).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
