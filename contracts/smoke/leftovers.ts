import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import {
  AdminDeleteUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  paginateListUsers,
  UserNotFoundException,
} from '@aws-sdk/client-cognito-identity-provider';
import { ApiError, type Client, createClient } from '../client.ts';
import { taskApi } from '../task-api.ts';
import { signIn } from './credentials.ts';
import { type Stage, urlsOf } from './stage.ts';

/**
 * What runs make and have to remove: users, by their addresses, and with each user its projects, which
 * are removed as the user would.
 */

type Place = Pick<Stage, 'outputs'>;

export interface TestAccount {
  readonly email: string;
  readonly createdAt: Date;
}

/** Accounts whose addresses begin so. */
export async function testAccounts({ outputs }: Place, prefix: string): Promise<readonly TestAccount[]> {
  const found: TestAccount[] = [];
  const pages = paginateListUsers(
    { client: new CognitoIdentityProviderClient({}) },
    { UserPoolId: outputs.userPoolId, Filter: `email ^= "${prefix}"` },
  );
  for await (const { Users = [] } of pages) {
    for (const { Attributes = [], UserCreateDate } of Users) {
      const email = Attributes.find(({ Name }) => Name === 'email')?.Value ?? '';
      if (email.endsWith(testDomain)) found.push({ email, createdAt: UserCreateDate ?? new Date() });
    }
  }
  return found;
}

/** No address of a person: the domain does not exist. */
const testDomain = '@smoke.gatehouse.example';

/** Removes an account and the projects that it owns; one that is gone already is no failure. */
export async function removeAccount(place: Place, email: string): Promise<void> {
  const cognito = new CognitoIdentityProviderClient({});
  const user = { UserPoolId: place.outputs.userPoolId, Username: email };
  try {
    // Whoever made it: what is left of a run that was cut has no password that anybody knows.
    const password = `Aa1-${randomBytes(12).toString('base64url')}`;
    await cognito.send(new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true }));
    const { idToken } = await signIn(place.outputs, email, password);
    await removeProjects(place, idToken);
    await cognito.send(new AdminDeleteUserCommand(user));
  } catch (error) {
    if (!(error instanceof UserNotFoundException)) throw error;
  }
}

async function removeProjects(place: Place, idToken: string): Promise<void> {
  const client = createClient(taskApi, {
    baseUrl: urlsOf(place).taskApi,
    headers: () => ({ Authorization: idToken }),
    maximumRetries: 10,
  });
  let cursor: string | undefined;
  do {
    const { body } = await client.listProjects({ query: cursor === undefined ? {} : { cursor } });
    for (const { projectId } of body.items) await removeProject(client, projectId);
    cursor = body.nextCursor;
  } while (cursor !== undefined);
}

const mostTries = 5;

/**
 * A project of somebody else's is that one's to remove. Another request that is still under way, or a
 * failure that passes, makes a removal fail that the next may not.
 */
async function removeProject(client: Client<typeof taskApi>, projectId: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.deleteProject({ path: { projectId } });
      return;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if ([403, 404].includes(error.status)) return;
      if (attempt === mostTries || (error.status < 500 && error.status !== 412)) throw error;
      await setTimeout(attempt * 200);
    }
  }
}

/** Removes what a run has made. @returns how many accounts. */
export const removeRun = (stage: Pick<Stage, 'outputs' | 'runId'>): Promise<number> =>
  removeAll(stage, stage.runId, () => true);

const dayMs = 24 * 60 * 60 * 1000;
/** What the names of runs begin with: smoke tests' and contract verifications'. */
const runPrefixes = ['smoke-', 'contracts-'];

/** Removes what runs left behind that were cut, once it is older than a day. @returns how many accounts. */
export async function sweepLeftovers(place: Place, now = Date.now()): Promise<number> {
  let removed = 0;
  for (const prefix of runPrefixes) {
    removed += await removeAll(place, prefix, ({ createdAt }) => now - createdAt.getTime() > dayMs);
  }
  return removed;
}

/**
 * One after the other: other callers need the throttles too.
 *
 * @throws {AggregateError} naming the accounts that are still there; the others are removed.
 */
async function removeAll(place: Place, prefix: string, isMeant: (account: TestAccount) => boolean): Promise<number> {
  const accounts = (await testAccounts(place, prefix)).filter(isMeant);
  const failures: Error[] = [];
  for (const { email } of accounts) {
    try {
      await removeAccount(place, email);
    } catch (error) {
      failures.push(new Error(`${email}: ${error instanceof Error ? error.message : String(error)}`));
    }
  }
  if (failures.length > 0) {
    const names = failures.map(({ message }) => message).join('\n  ');
    throw new AggregateError(failures, `these accounts could not be removed, nor perhaps their projects:\n  ${names}`);
  }
  return accounts.length;
}
