import type { ConditionContext } from '../iam/authorization.ts';
import { asList, asRecord, textOf } from './documents.ts';
import { attributesOf, keyText, partitionValueOf } from './expressions.ts';

type Document = Readonly<Record<string, unknown>>;

/**
 * The condition keys that a part of a request gives: partition keys, attributes, what it selects and
 * what it wants back. A key that the part does not give is left out, as on AWS.
 *
 * Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon DynamoDB".
 *
 * @param part the members that concern one table: a whole GetItem, the Put of a transaction.
 * @param partitionKey attribute of the table, or of the index that is asked.
 */
export function accessContext(
  part: Document,
  partitionKey: string | undefined,
  extra: ConditionContext = {},
): ConditionContext {
  return {
    ...listKey('dynamodb:LeadingKeys', leadingKeys(part, partitionKey)),
    ...listKey('dynamodb:Attributes', [...new Set(attributes(part))].sort()),
    ...textKey('dynamodb:ReturnValues', textOf(part['ReturnValues'])),
    ...textKey('dynamodb:ReturnConsumedCapacity', textOf(part['ReturnConsumedCapacity'])),
    ...extra,
  };
}

/** `dynamodb:Select` of an operation that reads: what it says, or what DynamoDB then takes. */
export function selectContext(part: Document): ConditionContext {
  const isProjected = part['ProjectionExpression'] !== undefined || part['AttributesToGet'] !== undefined;
  const whole = part['IndexName'] === undefined ? 'ALL_ATTRIBUTES' : 'ALL_PROJECTED_ATTRIBUTES';
  return { 'dynamodb:Select': textOf(part['Select']) ?? (isProjected ? 'SPECIFIC_ATTRIBUTES' : whole) };
}

const listKey = (key: string, values: readonly string[]): ConditionContext =>
  values.length > 0 ? { [key]: values } : {};

const textKey = (key: string, value: string | undefined): ConditionContext =>
  value === undefined ? {} : { [key]: value };

/** Items that a part gives whole or by their key. */
const itemsOf = (part: Document): Document[] =>
  [part['Key'], part['Item'], ...asList(part['Keys'])].filter((item) => item !== undefined).map(asRecord);

function leadingKeys(part: Document, partitionKey: string | undefined): string[] {
  if (partitionKey === undefined) return [];
  const values = itemsOf(part).map((item) => keyText(item[partitionKey]));
  return [...values, queriedKey(part, partitionKey)].filter((value) => value !== undefined);
}

/** The partition key of a Query, in the expression or in the older KeyConditions. */
function queriedKey(part: Document, partitionKey: string): string | undefined {
  const expression = textOf(part['KeyConditionExpression']);
  if (expression !== undefined) {
    const placeholder = partitionValueOf(expression, partitionKey, asRecord(part['ExpressionAttributeNames']));
    return keyText(asRecord(part['ExpressionAttributeValues'])[placeholder ?? '']);
  }
  return keyText(asList(asRecord(asRecord(part['KeyConditions'])[partitionKey])['AttributeValueList'])[0]);
}

const expressionMembers = [
  'ProjectionExpression',
  'KeyConditionExpression',
  'FilterExpression',
  'ConditionExpression',
  'UpdateExpression',
] as const;

/** Members of the older interface whose own members are attributes. */
const attributeMaps = ['Expected', 'AttributeUpdates', 'KeyConditions', 'QueryFilter', 'ScanFilter'] as const;

function attributes(part: Document): string[] {
  const names = asRecord(part['ExpressionAttributeNames']);
  return [
    ...itemsOf(part).flatMap((item) => Object.keys(item)),
    ...expressionMembers.flatMap((member) => attributesOf(textOf(part[member]) ?? '', names)),
    ...attributeMaps.flatMap((member) => Object.keys(asRecord(part[member]))),
    ...asList(part['AttributesToGet']).flatMap((name) => textOf(name) ?? []),
  ];
}
