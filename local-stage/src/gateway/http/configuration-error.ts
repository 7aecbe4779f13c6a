/** A configuration that the gateway cannot evaluate, or that AWS would not take; found before the first request. */
export class HttpApiConfigurationError extends Error {
  override readonly name = 'HttpApiConfigurationError';
  /** Terraform address of what is to be changed. */
  readonly address: string;

  constructor(address: string, problem: string) {
    super(`${address}: ${problem}`);
    this.address = address;
  }
}
