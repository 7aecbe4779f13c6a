/** A verification that failed, or that would have passed without having verified anything. */
export class VerificationError extends Error {
  override readonly name = 'VerificationError';
}
