import { malformedXml } from './errors.ts';

/** An element of a request's document; attributes and comments carry nothing that S3 reads. */
export interface ReadElement {
  /** Without its namespace prefix. */
  readonly name: string;
  readonly children: readonly ReadElement[];
  /** Text directly within, entities resolved. */
  readonly text: string;
}

interface OpenElement {
  readonly name: string;
  readonly children: OpenElement[];
  text: string;
}

/** Declaration, comment, CDATA, tag or text, each taken at the place where the last one ended. */
const token =
  /<\?[^>]*\?>|<!--[\s\S]*?-->|<!\[CDATA\[(?<literal>[\s\S]*?)\]\]>|<\/(?<end>[^\s>]+)\s*>|<(?<start>[A-Za-z_][^\s/>]*)(?:\s[^<>]*?)?(?<empty>\/)?>|(?<text>[^<]+)/y;

/**
 * Reads a small document as S3's requests have them. Document types are refused, and with them
 * entities of the sender's own.
 *
 * @throws {AwsError} MalformedXML
 */
export function readXml(document: string): ReadElement {
  const root: OpenElement = { name: '', children: [], text: '' };
  const open = [root];
  let at = 0;
  while (at < document.length) {
    token.lastIndex = at;
    const match = token.exec(document);
    if (!match) throw malformedXml();
    at = token.lastIndex;
    take(match.groups ?? {}, open);
  }
  const [only] = root.children;
  if (open.length !== 1 || !only || root.children.length !== 1 || root.text.trim() !== '') throw malformedXml();
  return only;
}

function take(groups: Readonly<Record<string, string | undefined>>, open: OpenElement[]): void {
  const current = open.at(-1);
  if (!current) throw malformedXml();
  if (groups['literal'] !== undefined) current.text += groups['literal'];
  if (groups['text'] !== undefined) current.text += resolveEntities(groups['text']);
  if (groups['end'] !== undefined && (open.length === 1 || open.pop()?.name !== localName(groups['end']))) {
    throw malformedXml();
  }
  if (groups['start'] === undefined) return;
  const element = { name: localName(groups['start']), children: [], text: '' };
  current.children.push(element);
  if (groups['empty'] === undefined) open.push(element);
}

const localName = (name: string) => name.slice(name.indexOf(':') + 1);

const namedEntities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function resolveEntities(text: string): string {
  return text.replace(/&([^;]*);?/g, (_found, name: string) => {
    const code = /^#(?:x([0-9a-fA-F]+)|(\d+))$/.exec(name);
    const resolved = code ? characterAt(code[1] ? Number.parseInt(code[1], 16) : Number(code[2])) : namedEntities[name];
    if (resolved === undefined) throw malformedXml();
    return resolved;
  });
}

const characterAt = (code: number) => (code <= 0x10ffff ? String.fromCodePoint(code) : undefined);

/** The children of that name. */
export const childrenNamed = (element: ReadElement, name: string) =>
  element.children.filter((child) => child.name === name);

/** Text of the first child of that name. */
export const childText = (element: ReadElement, name: string) => childrenNamed(element, name)[0]?.text;
