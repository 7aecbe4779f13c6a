import { copyStack, type StackCopy, type StackDocument } from '../testing/stack-copy.ts';

/** More than a run sends, so that only the contact form's own throttle is met. */
export const raisedLimits = { ratePerSecond: 100_000, burst: 200_000 };
const raised = { throttling_rate_limit: raisedLimits.ratePerSecond, throttling_burst_limit: raisedLimits.burst };

/**
 * The `dev` stack with all throttles and quotas out of the way but one: the contact form's.
 *
 * @param change what else is other than in `dev`.
 */
export const copyLoadedStack = (change: (document: StackDocument) => void = () => undefined): StackCopy =>
  copyStack('dev', (document) => {
    raiseLimits(document);
    change(document);
  });

/**
 * Takes all throttles and quotas out of the way but one: the contact form's. They are still counted.
 *
 * @param spared logical ids of usage plans that stay as they are. @default none
 */
export function raiseLimits(document: StackDocument, spared: readonly string[] = []): void {
  for (const { settings } of resourcesOf(document, 'aws_api_gateway_method_settings'))
    Object.assign(asObject(settings), raised);
  for (const [id, plan] of Object.entries(document.resource['aws_api_gateway_usage_plan'] ?? {})) {
    if (spared.includes(id)) continue;
    plan['throttle_settings'] = { rate_limit: raisedLimits.ratePerSecond, burst_limit: raisedLimits.burst };
    plan['quota_settings'] = { limit: 100_000_000, period: 'DAY' };
  }
  for (const stage of resourcesOf(document, 'aws_apigatewayv2_stage')) {
    Object.assign(asObject(stage['default_route_settings']), raised);
    const routes = stage['route_settings'] as Record<string, unknown>[];
    for (const route of routes.filter(({ route_key }) => !String(route_key).includes('createContact'))) {
      Object.assign(route, raised);
    }
  }
}

const resourcesOf = ({ resource }: StackDocument, type: string) => Object.values(resource[type] ?? {});

const asObject = (value: unknown) => value as Record<string, unknown>;
