/** An item of the table as the document client reads it. */
export type Item = Readonly<Record<string, unknown>>;

/** Key of an item. See docs/data-model.md. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}
