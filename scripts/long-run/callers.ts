import { apiKeyValue, createTestUser, partnerToken, signIn } from '../../contracts/smoke/credentials.ts';
import type { StageOutputs } from '../../contracts/stage-outputs.ts';

export interface User {
  readonly userId: string;
  readonly email: string;
  readonly password: string;
  /** The newest one: the clock may have been moved past the life of those before. */
  idToken: string;
}

/** Who sends the requests of a run. */
export interface Callers {
  readonly users: readonly User[];
  readonly partnerId: string;
  readonly partnerHeaders: Readonly<Record<string, string>>;
  /** Signs every user in again; tokens live an hour of the stage's time. */
  renewTokens(): Promise<void>;
}

const partnerId = 'load-partner';
const userCount = 5;

/** Makes the callers of a run with the operator's credentials, which the AWS environment holds. */
export async function createCallers(outputs: StageOutputs): Promise<Callers> {
  const names = Array.from({ length: userCount }, (_, index) => `load-${index}`);
  const [token, key, ...users] = await Promise.all([
    partnerToken(outputs, partnerId),
    apiKeyValue(outputs.partnerApiKeyId),
    ...names.map((name) => createTestUser(outputs, name)),
  ]);
  const known = users.map(({ userId, email, password, idToken }): User => ({ userId, email, password, idToken }));
  return {
    users: known,
    partnerId,
    partnerHeaders: { Authorization: `Bearer ${token}`, 'x-api-key': key },
    async renewTokens() {
      for (const user of known) user.idToken = (await signIn(outputs, user.email, user.password)).idToken;
    },
  };
}
