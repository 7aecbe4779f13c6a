import { publicApi } from '../../../contracts/public-api.ts';
import { type Operation, operationsOf } from '../../../contracts/route-table.ts';
import { type Check, smoke } from '../check.ts';
import { type Change, type Operator, type Resource, removal, resourcesOf } from '../mutation.ts';
import { about, operationsAt, rowsAt } from '../routes.ts';
import { type Arguments, blocksOf } from '../stack-values.ts';

/** How often callers may come: stages, routes, usage plans and their keys. */

const ofPlan = (resource: Pick<Resource, 'name'>): readonly Check[] =>
  resource.name.startsWith('smoke')
    ? [smoke('quota', /smoke plan/), smoke('throttling')]
    : [smoke('quota', /partner plan/), smoke('access', /partner/)];
const factor = 1000;

const methodThrottle: Operator = {
  name: 'method-throttle',
  type: 'aws_api_gateway_method_settings',
  checks: (settings) => [
    smoke('throttles', settings.name.includes('every-method') ? /preflights/ : about(operationsAt(settings))),
  ],
  operations: rowsAt,
  isOfThrottles: true,
  changesOf: (settings) => {
    const { arguments: args, document } = settings;
    const [own] = blocksOf(args['settings']).filter(hasThrottle);
    if (!own) return [];
    const [defaults] = resourcesOf(document, settings.type)
      .filter((other) => other.arguments['method_path'] === '*/*' && other.address !== settings.address)
      .flatMap((other) => blocksOf(other.arguments['settings']));
    return throttleChanges('', String(args['method_path']), own, defaults, (copy) =>
      blocksOf(copy.arguments['settings']),
    );
  },
};

const routeThrottle: Operator = {
  name: 'route-throttle',
  type: 'aws_apigatewayv2_stage',
  checks: () => ofRoutes(operationsOf(publicApi)),
  isOfThrottles: true,
  changesOf: ({ arguments: args }) => {
    const [defaults] = blocksOf(args['default_route_settings']).filter(hasThrottle);
    const routes = blocksOf(args['route_settings']).filter(hasThrottle);
    const others = operationsOf(publicApi).filter(
      ({ operationId }) => !routes.some((route) => operationsOfKey(route).includes(operationId)),
    );
    return [
      // A default that no route is left with concerns nobody.
      ...(defaults && others.length > 0
        ? throttleChanges('default/', 'every other route', defaults, undefined, (copy) =>
            blocksOf(copy.arguments['default_route_settings']),
          ).map((change) => ({ ...change, checks: ofRoutes(others) }))
        : []),
      ...routes.flatMap((route) =>
        throttleChanges(`${route['route_key']}/`, String(route['route_key']), route, defaults, (copy) =>
          blocksOf(copy.arguments['route_settings']).filter((other) => other['route_key'] === route['route_key']),
        ).map((change) => ({ ...change, checks: ofRoutes(operationsAt({ name: String(route['route_key']) })) })),
      ),
    ];
  },
};

const ofRoutes = (operations: readonly Operation[]): readonly Check[] => [smoke('throttles', about(operations))];

/** Settings name their route by a reference. */
const operationsOfKey = (route: Arguments) => rowsAt({ name: String(route['route_key']) });

/**
 * A throttle raised, and taken away where that changes something: what has none of its own is throttled
 * as the default says.
 */
function throttleChanges(
  part: string,
  what: string,
  own: Arguments,
  defaults: Arguments | undefined,
  blocks: (copy: Resource) => readonly Arguments[],
): Change[] {
  const raised: Change = {
    part: `${part}raised`,
    description: `${what} may be called ${factor} times as often`,
    apply: (copy) => blocks(copy).forEach(multiply),
  };
  const removed: Change = {
    part: `${part}removed`,
    description: `${what} has no throttle of its own`,
    apply: (copy) => blocks(copy).forEach(clear),
  };
  return limits.every((limit) => own[limit] === defaults?.[limit]) ? [raised] : [raised, removed];
}

const planLimit: Operator = {
  name: 'plan-limit',
  type: 'aws_api_gateway_usage_plan',
  checks: ofPlan,
  isOfThrottles: true,
  changesOf: ({ arguments: args }) =>
    ['throttle_settings', 'quota_settings']
      .filter((limit) => args[limit] !== undefined)
      .flatMap((limit) => [
        {
          part: `${limit}/raised`,
          description: `${limit} are ${factor} times as much`,
          apply: ({ arguments: copy }) => blocksOf(copy[limit]).forEach(multiply),
        },
        { part: `${limit}/removed`, description: `no ${limit}`, apply: ({ arguments: copy }) => delete copy[limit] },
      ]),
};

const planStageRemoved: Operator = {
  name: 'plan-stage-removed',
  type: 'aws_api_gateway_usage_plan',
  checks: ofPlan,
  isOfThrottles: true,
  changesOf: ({ arguments: args }) =>
    args['api_stages'] === undefined
      ? []
      : [
          {
            part: '',
            description: 'the plan covers no stage',
            apply: ({ arguments: copy }) => delete copy['api_stages'],
          },
        ],
};

const planKeyRemoved: Operator = {
  ...removal('plan-key-removed', 'aws_api_gateway_usage_plan_key', ofPlan, 'the key belongs to no plan'),
  isOfThrottles: true,
};

const keyDisabled: Operator = {
  name: 'key-disabled',
  type: 'aws_api_gateway_api_key',
  checks: ofPlan,
  isOfThrottles: true,
  changesOf: () => [
    {
      part: '',
      description: 'the key is disabled',
      apply: ({ arguments: copy }) => {
        copy['enabled'] = false;
      },
    },
  ],
};

export const throttleOperators: readonly Operator[] = [
  methodThrottle,
  routeThrottle,
  planLimit,
  planStageRemoved,
  planKeyRemoved,
  keyDisabled,
];

/** Names of a limit's numbers in the blocks that have some. */
const limits = ['throttling_rate_limit', 'throttling_burst_limit', 'rate_limit', 'burst_limit', 'limit'];

const hasThrottle = (block: Arguments) => limits.some((limit) => block[limit] !== undefined);

function multiply(block: Arguments): void {
  for (const limit of limits) if (block[limit] !== undefined) block[limit] = Number(block[limit]) * factor;
}

function clear(block: Arguments): void {
  for (const limit of limits) delete block[limit];
}
