/** A mistake in a Terraform document, or something in it that the local stage cannot honour. The boot stops. */
export class TerraformError extends Error {
  override readonly name: string = 'TerraformError';
  /** `aws_sqs_queue.jobs`, `output.url`; empty for the document as a whole. */
  readonly address: string;
  /** What was found and what was expected, without the address. */
  readonly reason: string;

  constructor(address: string, reason: string) {
    super(address === '' ? reason : `${address}: ${reason}`);
    this.address = address;
    this.reason = reason;
  }
}

/**
 * An expression whose value could not be computed: a key that is missing, a value of the wrong type.
 * `try`, `can` and the branch of a conditional that is not taken catch it, as in Terraform; they do
 * not catch a `TerraformError`, which Terraform would report before it evaluates anything.
 */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';
}
