/** What a selector finds in a message: `undefined` where there is nothing. */
export type Selector = (document: unknown) => unknown;

/** `$.requestParameters.ids[0]`: properties of letters, digits, - and _, elements by number. */
export const selectorForm = /\$(?:\.[\w-]+(?:\[\d+\])*)+/y;

/** @param text of `selectorForm`. */
export function readSelector(text: string): Selector {
  const steps = [...text.matchAll(/\.(?<name>[\w-]+)|\[(?<index>\d+)\]/g)].map(({ groups }) =>
    groups?.['name'] === undefined ? Number(groups?.['index']) : groups['name'],
  );
  return (document) => steps.reduce(step, document);
}

function step(value: unknown, key: string | number): unknown {
  if (typeof key === 'number') return Array.isArray(value) ? value[key] : undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}
