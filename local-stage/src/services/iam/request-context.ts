import type { Caller } from '../service.ts';
import type { ConditionContext } from './authorization.ts';

/**
 * The condition keys of one request: a key's values, `undefined` for a key that the request does not
 * have. Names of keys are not case-sensitive.
 */
export type RequestContext = (key: string) => readonly string[] | undefined;

/** Who asks: a signed caller, nobody (`null`), or a service of AWS that assumes a role. */
export type Requester = Caller | { readonly service: string } | null;

interface Asking {
  readonly requester: Requester;
  readonly resource: string;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
}

/** What the stage knows for each request, by key in lower case. */
const globalKeys: Readonly<Record<string, (asking: Asking) => string | undefined>> = {
  'aws:principalarn': ({ requester }) => callerOf(requester)?.roleArn ?? callerOf(requester)?.arn,
  'aws:principalaccount': ({ requester }) => callerOf(requester)?.accountId,
  'aws:principaltype': ({ requester }) => principalTypeOf(requester),
  'aws:principalisawsservice': ({ requester }) => String(requester !== null && 'service' in requester),
  'aws:principalservicename': ({ requester }) =>
    requester !== null && 'service' in requester ? requester.service : undefined,
  'aws:userid': ({ requester }) => callerOf(requester)?.userId,
  'aws:username': ({ requester }) => userNameOf(callerOf(requester)),
  'aws:currenttime': ({ nowMs }) => new Date(nowMs).toISOString(),
  'aws:epochtime': ({ nowMs }) => String(Math.floor(nowMs / 1000)),
  'aws:requestedregion': ({ resource }) => resource.split(':')[3] || undefined,
  'aws:resourceaccount': ({ resource, requester }) => resource.split(':')[4] || callerOf(requester)?.accountId,
  'aws:sourceip': ({ requester }) => (requester !== null && 'service' in requester ? undefined : '127.0.0.1'),
  // The stage's HTTP stands in for AWS's HTTPS: a policy that demands TLS is met as it is on AWS.
  'aws:securetransport': () => 'true',
  'aws:viaawsservice': () => 'false',
};

/** Whether a key can stand in a policy variable: one that the stage fills, or a principal's tag, which it has none of. */
export const isPolicyVariable = (key: string): boolean =>
  Object.hasOwn(globalKeys, key.toLowerCase()) || /^aws:PrincipalTag\/./i.test(key);

/**
 * @param specific keys that the service derives from the request; they go before the global ones.
 */
export function createRequestContext(asking: Asking, specific: ConditionContext = {}): RequestContext {
  // Most requests meet no condition at all: nothing is sorted out before the first question.
  let byKey: ReadonlyMap<string, readonly string[]> | undefined;
  return (key) => {
    const name = key.toLowerCase();
    byKey ??= new Map(Object.entries(specific).map(([given, value]) => [given.toLowerCase(), [value].flat()]));
    const given = byKey.get(name);
    if (given !== undefined) return given;
    const value = Object.hasOwn(globalKeys, name) ? globalKeys[name]?.(asking) : undefined;
    return value === undefined ? undefined : [value];
  };
}

const callerOf = (requester: Requester): Caller | undefined =>
  requester !== null && 'arn' in requester ? requester : undefined;

function principalTypeOf(requester: Requester): string | undefined {
  const caller = callerOf(requester);
  if (caller) return caller.roleArn === undefined ? 'User' : 'AssumedRole';
  return requester === null ? 'Anonymous' : undefined;
}

/** A user has a name; a role's session has none. */
const userNameOf = (caller: Caller | undefined): string | undefined =>
  caller?.roleArn === undefined ? caller?.arn.split('/').at(-1) : undefined;
