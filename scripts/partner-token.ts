import { parseArgs } from 'node:util';
import { partnerKeyId, partnerTokenKey, partnerTokens } from '../contracts/partner-tokens.ts';
import { type PartnerScope, partnerScopes } from '../contracts/route-table.ts';
import { PartnerId } from '../contracts/schemas/identifiers.ts';
import { partnerSecret, partnerToken } from '../contracts/smoke/credentials.ts';
import { command } from './command.ts';
import { namedStage, stageOptions } from './named-stage.ts';

/**
 * `npm run --silent partner-token -- --stage local|dev|... --partner acme [--scopes projects:read,tasks:write]
 * [--minutes 60] [--outputs FILE]`: prints a token for a partner, alone on its line. With `--key`, the key that
 * the partner signs its own tokens with, as a JSON Web Key. Asks Secrets Manager with the operator's AWS credentials.
 */
const longestMinutes = partnerTokens.maximumLifetimeSeconds / 60;

await command('partner-token', async () => {
  const { values } = parseArgs({
    options: {
      ...stageOptions,
      partner: { type: 'string' },
      scopes: { type: 'string', default: partnerScopes.join(',') },
      minutes: { type: 'string', default: String(longestMinutes) },
      key: { type: 'boolean', default: false },
    },
  });
  const partnerId = readPartnerId(values.partner);
  const keyScopes = readScopes(values.scopes);
  const lifetimeSeconds = readMinutes(values.minutes) * 60;
  const { outputs } = namedStage(values, 'partner-token');
  if (!values.key) {
    console.log(await partnerToken(outputs, partnerId, { keyScopes, lifetimeSeconds }));
    return;
  }
  const kid = partnerKeyId({ partnerId, scopes: keyScopes });
  const k = Buffer.from(partnerTokenKey(await partnerSecret(outputs), kid)).toString('base64url');
  console.log(JSON.stringify({ kty: 'oct', alg: partnerTokens.algorithm, kid, k }));
});

function readPartnerId(text: string | undefined): string {
  if (PartnerId.safeParse(text).success) return String(text);
  throw new Error(`--partner is '${text ?? ''}'. Expected: the partner's id, 3 to 64 small letters, digits and dashes`);
}

function readScopes(text: string): readonly PartnerScope[] {
  return text.split(',').map((name) => {
    const scope = partnerScopes.find((known) => known === name);
    if (scope) return scope;
    throw new Error(`--scopes has '${name}'. Expected some of: ${partnerScopes.join(',')}`);
  });
}

function readMinutes(text: string): number {
  const minutes = Number(text);
  if (Number.isInteger(minutes) && minutes >= 1 && minutes <= longestMinutes) return minutes;
  throw new Error(`--minutes is '${text}'. Expected: a whole number from 1 to ${longestMinutes}`);
}
