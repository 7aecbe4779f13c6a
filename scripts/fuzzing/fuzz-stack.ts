import { raisedLimits } from '../long-run/loaded-stack.ts';
import type { StackDocument } from '../testing/stack-copy.ts';

/** Below the integrations' 29: what takes long on a busy machine is no failure. */
const timeoutSeconds = 28;

/** Takes the last throttle out of the way, the contact form's, and gives functions time. */
export function takeTime({ resource }: StackDocument): void {
  for (const stage of Object.values(resource['aws_apigatewayv2_stage'] ?? {})) {
    for (const route of stage['route_settings'] as Record<string, unknown>[]) {
      route['throttling_rate_limit'] = raisedLimits.ratePerSecond;
      route['throttling_burst_limit'] = raisedLimits.burst;
    }
  }
  for (const lambda of Object.values(resource['aws_lambda_function'] ?? {})) lambda['timeout'] = timeoutSeconds;
}
