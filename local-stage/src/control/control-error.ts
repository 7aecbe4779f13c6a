import { ControlRefused } from './refused.ts';

/** An error as the control API answers it. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
  /** HTTP status. */
  readonly status: number;
  readonly expected: readonly string[] | undefined;

  constructor(status: number, message: string, expected?: readonly string[]) {
    super(message);
    this.status = status;
    this.expected = expected;
  }

  /** What is refused is the caller's mistake; anything else is a defect of the stage. */
  static from(error: unknown): ControlError {
    if (error instanceof ControlError) return error;
    if (error instanceof ControlRefused) return new ControlError(400, error.message, error.expected);
    return new ControlError(500, `a defect of the local stage: ${error instanceof Error ? error.stack : error}`);
  }
}
