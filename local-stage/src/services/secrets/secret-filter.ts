import type { Members } from '../json-members.ts';
import { AwsError } from '../service.ts';
import type { SecretConfiguration } from './configuration.ts';

/**
 * Reads the filters of a list (AWS Secrets Manager API reference, "Filter"): a secret has to match each filter by one
 * of its values; `!` in front turns a value round. Names match by their beginning.
 *
 * @throws {AwsError} InvalidParameterException for a key other than `name`: the stage knows no other of a secret.
 */
export function matchesFilters(filters: readonly Members[]): (secret: SecretConfiguration) => boolean {
  const tests = filters.map((filter) => {
    const key = filter.text('Key');
    if (key !== 'name') {
      throw new AwsError(
        'InvalidParameterException',
        `The local stage cannot filter secrets by ${key}. Expected: name`,
      );
    }
    return filter.texts('Values').map(nameTest);
  });
  return ({ name }) => tests.every((values) => values.some((matches) => matches(name)));
}

function nameTest(value: string): (name: string) => boolean {
  if (value.startsWith('!')) return (name) => !name.startsWith(value.slice(1));
  return (name) => name.startsWith(value);
}
