/** A policy that AWS would not take or that the stage cannot evaluate; the message names its Terraform address. */
export class PolicyRefused extends Error {
  override readonly name = 'PolicyRefused';
  /** @param address Terraform address of the policy. */
  constructor(address: string, problem: string) {
    super(`${address}: ${problem}`);
  }
}
