/** A part of a REST API's configuration that the gateway cannot evaluate, and therefore will not serve. */
export class GatewayConfigurationError extends Error {
  override readonly name = 'GatewayConfigurationError';

  /**
   * @param address Terraform address of the resource at fault, `aws_api_gateway_method.list_projects`.
   * @param problem what was found, what was expected, and what to do.
   */
  constructor(address: string, problem: string, options?: ErrorOptions) {
    super(`${address}: ${problem}`, options);
  }
}
