import { accessDenied, entityTooLarge, entityTooSmall } from '../errors.ts';
import type { FieldCondition, PostPolicy } from './post-policy.ts';

/** An upload as a policy sees it. */
export interface ProposedUpload {
  /** By name in lower case, variables replaced; `bucket` is the one that was posted to. */
  readonly fields: ReadonlyMap<string, string>;
  /** Names as the form has them, by name in lower case. */
  readonly names: ReadonlyMap<string, string>;
  readonly sizeBytes: number;
}

/**
 * Returns if the policy has not expired, every condition holds and every field has one.
 *
 * @throws {AwsError} AccessDenied, EntityTooLarge, EntityTooSmall
 */
export function assertPolicyAllows(policy: PostPolicy, upload: ProposedUpload, nowMs: number): void {
  if (nowMs >= policy.expiresAt) throw accessDenied('Invalid according to Policy: Policy expired.');
  for (const condition of policy.conditions) {
    const isMet = condition.operator === 'content-length-range' ? isRange(condition) : isFieldMet(condition, upload);
    if (!isMet) throw accessDenied(`Invalid according to Policy: Policy Condition failed: ${condition.text}`);
  }
  assertEachFieldCovered(policy, upload);
  for (const condition of policy.conditions) {
    if (condition.operator === 'content-length-range')
      assertSize(upload.sizeBytes, condition.minimum, condition.maximum);
  }
}

const isRange = ({ minimum, maximum }: { readonly minimum: number; readonly maximum: number }) =>
  !Number.isNaN(minimum) && !Number.isNaN(maximum);

/** A field that is absent meets nothing, not even `starts-with ""`. */
function isFieldMet(condition: FieldCondition, { fields }: ProposedUpload): boolean {
  const value = condition.field === undefined ? undefined : fields.get(condition.field);
  if (value === undefined) return false;
  if (condition.operator === 'eq') return value === condition.value;
  // Several content types, separated by commas, must each start so.
  const values = condition.field === 'content-type' ? value.split(',') : [value];
  return values.every((each) => each.startsWith(condition.value));
}

/** Fields that the signature itself is made of. */
const uncovered: ReadonlySet<string> = new Set(['file', 'policy', 'x-amz-signature']);

function assertEachFieldCovered(policy: PostPolicy, { fields, names }: ProposedUpload): void {
  const covered = new Set(policy.conditions.map((condition) => ('field' in condition ? condition.field : undefined)));
  const extra = [...fields.keys()].filter(
    (name) => names.has(name) && !covered.has(name) && !uncovered.has(name) && !name.startsWith('x-ignore-'),
  );
  if (extra.length === 0) return;
  const shown = extra.map((name) => names.get(name) ?? name).join(', ');
  throw accessDenied(`Invalid according to Policy: Extra input fields: ${shown}`);
}

function assertSize(sizeBytes: number, minimum: number, maximum: number): void {
  if (sizeBytes > maximum) throw entityTooLarge(sizeBytes, maximum);
  if (sizeBytes < minimum) throw entityTooSmall(sizeBytes, minimum);
}
