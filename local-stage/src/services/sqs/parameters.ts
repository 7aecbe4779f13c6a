import { AwsError } from '../service.ts';
import { invalidValue, sqsError } from './errors.ts';

/** The members of a request's document, or of one entry of a batch. */
export type Parameters = Readonly<Record<string, unknown>>;

const wrongType = (name: string, expected: string) =>
  new AwsError('SerializationException', `${name} is not ${expected}.`);

export function optionalString(parameters: Parameters, name: string): string | undefined {
  const value = parameters[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw wrongType(name, 'a string');
  return value;
}

/** @throws {AwsError} MissingParameter where it is absent or empty. */
export function requiredString(parameters: Parameters, name: string): string {
  const value = optionalString(parameters, name);
  if (value) return value;
  throw missingParameter(name);
}

export function missingParameter(name: string): AwsError {
  return sqsError('MissingRequiredParameterException', `The request must contain the parameter ${name}.`);
}

/**
 * @param range bounds, both inclusive.
 * @param reason what AWS's text gives as the reason when the value is outside.
 */
export function optionalInteger(
  parameters: Parameters,
  name: string,
  range: readonly [minimum: number, maximum: number],
  reason: string,
): number | undefined {
  const value = parameters[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || !Number.isInteger(value)) throw wrongType(name, 'an integer');
  if (value < range[0] || value > range[1]) throw invalidValue(value, name, reason);
  return value;
}

export function stringList(parameters: Parameters, name: string): readonly string[] {
  return list(parameters, name).map((item) => {
    if (typeof item !== 'string') throw wrongType(name, 'a list of strings');
    return item;
  });
}

export function structureList(parameters: Parameters, name: string): readonly Parameters[] {
  return list(parameters, name).map((item) => {
    if (!isStructure(item)) throw wrongType(name, 'a list of structures');
    return item;
  });
}

/** A map whose values are structures; empty where it is absent. */
export function structureMap(parameters: Parameters, name: string): Readonly<Record<string, Parameters>> {
  const value = parameters[name] ?? {};
  if (!isStructure(value)) throw wrongType(name, 'a map');
  for (const item of Object.values(value)) if (!isStructure(item)) throw wrongType(name, 'a map of structures');
  return value as Readonly<Record<string, Parameters>>;
}

function list(parameters: Parameters, name: string): readonly unknown[] {
  const value = parameters[name] ?? [];
  if (!Array.isArray(value)) throw wrongType(name, 'a list');
  return value;
}

const isStructure = (value: unknown): value is Parameters =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
