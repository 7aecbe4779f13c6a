import type { AwsError } from '../service.ts';
import { sqsError } from './errors.ts';
import type { MessageAttributes } from './message-attributes.ts';
import { optionalString, type Parameters, structureMap } from './parameters.ts';
import type { MessageAttribute } from './queue-consumer.ts';

/** Source: "Amazon SQS message quotas". */
const maximumAttributes = 10;
const maximumNameLength = 256;

const invalid = (message: string): AwsError => sqsError('InvalidParameterValueException', message);

/** Reads and checks the attributes that a sender gives. Source: "Amazon SQS message metadata". */
export function readMessageAttributes(parameters: Parameters, member: string): MessageAttributes {
  const entries = Object.entries(structureMap(parameters, member));
  if (entries.length > maximumAttributes) {
    throw invalid(
      `Number of message attributes [${entries.length}] exceeds the allowed maximum [${maximumAttributes}].`,
    );
  }
  return Object.fromEntries(entries.map(([name, value]) => [assertName(name), readAttribute(name, value)]));
}

function assertName(name: string): string {
  const isWellFormed = /^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/.test(name) && name.length <= maximumNameLength;
  if (isWellFormed && !/^(aws|amazon)\./i.test(name)) return name;
  throw invalid(
    `The message attribute name '${name}' is invalid. Attribute name can contain A-Z, a-z, 0-9, ` +
      'underscore (_), hyphen (-), and period (.) characters.',
  );
}

function readAttribute(name: string, value: Parameters): MessageAttribute {
  const dataType = optionalString(value, 'DataType');
  if (!dataType) throw invalid(`The message attribute '${name}' must contain non-empty message attribute type.`);
  const [kind] = dataType.split('.', 1);
  if (kind === 'Binary') return { dataType, stringValue: undefined, binaryValue: readBinary(name, value) };
  if (kind === 'String' || kind === 'Number') {
    return { dataType, stringValue: readText(name, kind, value), binaryValue: undefined };
  }
  throw invalid(
    `The message attribute '${name}' has an invalid message attribute type, the set of supported type ` +
      'prefixes is Binary, Number, and String.',
  );
}

function readText(name: string, kind: 'String' | 'Number', value: Parameters): string {
  const text = optionalString(value, 'StringValue');
  if (!text) throw emptyValue(name, kind);
  if (kind === 'Number' && !isNumber(text)) {
    throw invalid(`Can't cast the value of message (user) attribute '${name}' to a number.`);
  }
  return text;
}

function readBinary(name: string, value: Parameters): string {
  const base64 = optionalString(value, 'BinaryValue');
  if (!base64) throw emptyValue(name, 'Binary');
  return base64;
}

const emptyValue = (name: string, kind: string) =>
  invalid(
    `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${kind}'.`,
  );

/** Digits with at most one point and an exponent; no hexadecimal, no infinity. */
const isNumber = (text: string) => /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text.trim());
