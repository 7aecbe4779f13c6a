/** Something that was asked of a stage's control is mistaken; nothing was changed. */
export class ControlRefused extends Error {
  override readonly name = 'ControlRefused';
  /** What would have been taken instead, where that is a list. */
  readonly expected: readonly string[] | undefined;

  constructor(message: string, expected?: readonly string[]) {
    super(message);
    this.expected = expected;
  }
}
