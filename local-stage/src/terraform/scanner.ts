import { EvaluationError } from './errors.ts';

/** A mistake in the syntax of an expression; the message shows where. */
export class SyntaxMistake extends EvaluationError {}

/** Reads an expression's text from the left. */
export class Scanner {
  readonly text: string;
  position = 0;
  /** Whether a line break counts as white space here. Within braces it ends an entry. */
  breaksAreSpace = true;

  constructor(text: string) {
    this.text = text;
  }

  get atEnd(): boolean {
    return this.position >= this.text.length;
  }

  skipSpace(): void {
    for (; ; this.position++) {
      const character = this.text[this.position];
      const space = character === ' ' || character === '\t' || character === '\r';
      if (!space && !(character === '\n' && this.breaksAreSpace)) return;
    }
  }

  /** Whether `expected` comes next, white space aside. */
  sees(expected: string): boolean {
    this.skipSpace();
    return this.text.startsWith(expected, this.position);
  }

  /** Takes `expected` if it comes next, white space aside. */
  takes(expected: string): boolean {
    const seen = this.sees(expected);
    if (seen) this.position += expected.length;
    return seen;
  }

  expect(expected: string): void {
    if (!this.takes(expected)) this.fail(`Expected: ${expected}`);
  }

  /** Takes what a sticky pattern matches next, white space aside. */
  match(sticky: RegExp): string | undefined {
    this.skipSpace();
    return this.rawMatch(sticky);
  }

  /** Takes what a sticky pattern matches right here. */
  rawMatch(sticky: RegExp): string | undefined {
    sticky.lastIndex = this.position;
    const found = sticky.exec(this.text)?.[0];
    if (found !== undefined) this.position += found.length;
    return found;
  }

  /** Runs `read` with line breaks as white space, or not, and restores the setting. */
  withBreaks<T>(areSpace: boolean, read: () => T): T {
    const before = this.breaksAreSpace;
    this.breaksAreSpace = areSpace;
    const result = read();
    this.breaksAreSpace = before;
    return result;
  }

  fail(expectation: string): never {
    const rest = this.text.slice(this.position, this.position + 20);
    const found = rest === '' ? 'the end' : JSON.stringify(rest);
    throw new SyntaxMistake(
      `syntax at character ${this.position + 1} of ${JSON.stringify(this.text)}: found ${found}. ${expectation}`,
    );
  }
}
