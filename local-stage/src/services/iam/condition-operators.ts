import { BlockList, isIP } from 'node:net';
import { matchesArn, matchesPattern, parseArnPattern } from './pattern.ts';
import type { PolicyText } from './policy-text.ts';
import type { RequestContext } from './request-context.ts';

/**
 * How one operator compares.
 *
 * Source: IAM User Guide, "IAM JSON policy elements: Condition operators".
 */
export interface ConditionOperator {
  /** `StringNotEquals` asks that none of the policy's values match; `StringEquals` that one does. */
  readonly negated: boolean;
  /** Whether a value of the request matches one of the policy; `undefined` where a variable in it has no value. */
  compare(requested: string, stated: PolicyText, context: RequestContext): boolean | undefined;
  /** What a constant value of the policy must look like; `undefined` where anything goes. */
  readonly form?: { readonly expected: string; accepts(stated: string): boolean };
}

type Comparison = (requested: string, stated: string) => boolean;

const onText =
  (comparison: Comparison): ConditionOperator['compare'] =>
  (requested, stated, context) => {
    const text = stated.text(context);
    return text === undefined ? undefined : comparison(requested, text);
  };

const onPattern: ConditionOperator['compare'] = (requested, stated, context) => {
  const pattern = stated.pattern(context);
  return pattern && matchesPattern(pattern, requested);
};

const onArn: ConditionOperator['compare'] = (requested, stated, context) => {
  const pattern = stated.pattern(context);
  return pattern && matchesArn(parseArnPattern(pattern), requested);
};

const sameIgnoringCase: Comparison = (requested, stated) => requested.toLowerCase() === stated.toLowerCase();

const numberForm = {
  expected: 'a number',
  accepts: (text: string) => text.trim() !== '' && !Number.isNaN(Number(text)),
};

const dateForm = {
  expected: 'an ISO 8601 date or seconds since the epoch',
  accepts: (text: string) => !Number.isNaN(secondsOf(text)),
};

const booleanForm = { expected: 'true or false', accepts: (text: string) => /^(true|false)$/i.test(text) };

const addressForm = {
  expected: 'an IP address or a CIDR block',
  accepts: (text: string) => blockOf(text) !== undefined,
};

/** A date as IAM takes it, in seconds since the epoch; NaN if it is none. */
function secondsOf(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text) && text.length > 4) return Number(text);
  const match = /^\d{4}(-\d{2}){0,2}(T[\d:.]+(Z|[+-]\d{2}:?\d{2})?)?$/.exec(text);
  if (!match) return Number.NaN;
  const isLocal = match[2] !== undefined && match[3] === undefined;
  return Date.parse(isLocal ? `${text}Z` : text) / 1000;
}

function blockOf(text: string): BlockList | undefined {
  const [address = '', prefix] = text.split('/');
  const family = isIP(address);
  if (family === 0) return undefined;
  const longest = family === 4 ? 32 : 128;
  const bits = prefix === undefined ? longest : /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN;
  if (!(bits <= longest)) return undefined;
  const block = new BlockList();
  block.addSubnet(address, bits, family === 4 ? 'ipv4' : 'ipv6');
  return block;
}

function isInBlock(requested: string, stated: string): boolean {
  const family = isIP(requested);
  return family !== 0 && (blockOf(stated)?.check(requested, family === 4 ? 'ipv4' : 'ipv6') ?? false);
}

/** The six comparisons that numbers and dates share. */
const ordered = (kind: string, read: (text: string) => number, form: NonNullable<ConditionOperator['form']>) => {
  const operator = (comparison: (requested: number, stated: number) => boolean, negated = false) => ({
    negated,
    compare: onText((requested, stated) => comparison(read(requested), read(stated))),
    form,
  });
  return {
    [`${kind}Equals`]: operator((requested, stated) => requested === stated),
    [`${kind}NotEquals`]: operator((requested, stated) => requested === stated, true),
    [`${kind}LessThan`]: operator((requested, stated) => requested < stated),
    [`${kind}LessThanEquals`]: operator((requested, stated) => requested <= stated),
    [`${kind}GreaterThan`]: operator((requested, stated) => requested > stated),
    [`${kind}GreaterThanEquals`]: operator((requested, stated) => requested >= stated),
  };
};

/** By name without `IfExists`. `Null` is not among them: it asks about the key, not about its values. */
export const conditionOperators: Readonly<Record<string, ConditionOperator>> = {
  StringEquals: { negated: false, compare: onText((requested, stated) => requested === stated) },
  StringNotEquals: { negated: true, compare: onText((requested, stated) => requested === stated) },
  StringEqualsIgnoreCase: { negated: false, compare: onText(sameIgnoringCase) },
  StringNotEqualsIgnoreCase: { negated: true, compare: onText(sameIgnoringCase) },
  StringLike: { negated: false, compare: onPattern },
  StringNotLike: { negated: true, compare: onPattern },
  ...ordered('Numeric', Number, numberForm),
  ...ordered('Date', secondsOf, dateForm),
  Bool: { negated: false, compare: onText(sameIgnoringCase), form: booleanForm },
  IpAddress: { negated: false, compare: onText(isInBlock), form: addressForm },
  NotIpAddress: { negated: true, compare: onText(isInBlock), form: addressForm },
  ArnEquals: { negated: false, compare: onArn },
  ArnLike: { negated: false, compare: onArn },
  ArnNotEquals: { negated: true, compare: onArn },
  ArnNotLike: { negated: true, compare: onArn },
};
