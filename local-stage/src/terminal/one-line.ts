/** Longest line of somebody else's text that the terminal shows, in characters. */
const longest = 400;

/** A text on one line, its end cut off where it is too long. */
export function oneLineOf(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= longest ? line : `${line.slice(0, longest)}…`;
}
