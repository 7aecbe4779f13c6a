import { randomInt } from 'node:crypto';
import { EvaluationError } from '../terraform/errors.ts';
import { bool, optional, text, wholeNumber } from './arguments.ts';
import { resourceType } from './resource-type.ts';

/** Source: Secrets Manager API Reference, "GetRandomPassword". */
const punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';
const letters = 'abcdefghijklmnopqrstuvwxyz';

/**
 * A random password that reaches no state: another one at each boot.
 *
 * Source: Terraform AWS provider, "Ephemeral: aws_secretsmanager_random_password".
 */
export const ephemeralAwsSecretsmanagerRandomPassword = resourceType({
  type: 'ephemeral.aws_secretsmanager_random_password',
  arguments: {
    password_length: optional(wholeNumber(1, 4096), 32),
    exclude_characters: optional(text, ''),
    exclude_lowercase: optional(bool, false),
    exclude_numbers: optional(bool, false),
    exclude_punctuation: optional(bool, false),
    exclude_uppercase: optional(bool, false),
    include_space: optional(bool, false),
    require_each_included_type: optional(bool, true),
  },
  attributes: (args) => {
    const kinds = [
      args.exclude_lowercase ? '' : letters,
      args.exclude_uppercase ? '' : letters.toUpperCase(),
      args.exclude_numbers ? '' : '0123456789',
      args.exclude_punctuation ? '' : punctuation,
      args.include_space ? ' ' : '',
    ]
      .map((kind) => [...kind].filter((character) => !args.exclude_characters.includes(character)).join(''))
      .filter((kind) => kind !== '');
    return { random_password: randomPassword(kinds, args.password_length, args.require_each_included_type) };
  },
});

function randomPassword(kinds: readonly string[], length: number, eachKind: boolean): string {
  const all = kinds.join('');
  const least = eachKind ? kinds : [];
  if (all === '' || length < least.length) {
    throw new EvaluationError(
      `a password of ${length} characters from ${kinds.length} kinds. Expected: a character to choose from, and one for each kind`,
    );
  }
  const characters = [...least.map(pick), ...Array.from({ length: length - least.length }, () => pick(all))];
  for (let last = characters.length - 1; last > 0; last--) {
    const other = randomInt(last + 1);
    [characters[last], characters[other]] = [characters[other] ?? '', characters[last] ?? ''];
  }
  return characters.join('');
}

const pick = (characters: string): string => characters[randomInt(characters.length)] ?? '';
