import { randomBytes } from 'node:crypto';
import type { Credentials } from '../auth-cases.ts';
import type { Operation } from '../route-table.ts';
import { apiKeyValue, createTestUser, partnerToken, type TestUser } from './credentials.ts';
import { stage } from './requests.ts';

/** The callers of one run: a user of its own, and a partner. */
export interface Callers {
  readonly user: TestUser;
  readonly partnerId: string;
  headersOf(credentials: Credentials): Readonly<Record<string, string>>;
  /** Headers with the credentials that an operation takes. */
  admitted(operation: Operation): Readonly<Record<string, string>>;
  /** A partner whose token names no scope that the partner routes ask for. */
  partnerWithoutScope(): Promise<Readonly<Record<string, string>>>;
  /** Removes what the run made. */
  remove(): Promise<void>;
}

export async function createCallers(): Promise<Callers> {
  const runId = `smoke-${Date.now()}-${randomBytes(4).toString('hex')}`;
  const partnerId = `smoke-${randomBytes(6).toString('hex')}`;
  const [user, token, key] = await Promise.all([
    createTestUser(stage.outputs, runId),
    partnerToken(stage.outputs, partnerId),
    apiKeyValue(stage.outputs.smokeApiKeyId),
  ]);
  const authorization = { Authorization: `Bearer ${token}` };
  const headers: Readonly<Record<Credentials, Readonly<Record<string, string>>>> = {
    none: {},
    'garbage token': { Authorization: 'Bearer garbage' },
    'user token': { Authorization: user.idToken },
    'partner token': authorization,
    'partner token and key': { ...authorization, 'x-api-key': key },
    'partner token and unknown key': { ...authorization, 'x-api-key': 'no-such-key-0123456789' },
  };
  return {
    user,
    partnerId,
    headersOf: (credentials) => headers[credentials],
    admitted: ({ access }) => headers[admittedCredentials[access.kind]],
    async partnerWithoutScope() {
      const scopeless = await partnerToken(stage.outputs, partnerId, { scope: 'none' });
      return { Authorization: `Bearer ${scopeless}`, 'x-api-key': key };
    },
    remove: () => user.remove(),
  };
}

const admittedCredentials: Readonly<Record<Operation['access']['kind'], Credentials>> = {
  public: 'none',
  user: 'user token',
  partner: 'partner token and key',
};
