import { randomBytes } from 'node:crypto';
import { ApiError, type Client, createClient } from '../../client.ts';
import { apiKeyValue, createTestUser, partnerToken, type TestUser } from '../../smoke/credentials.ts';
import { contactsToken } from '../../smoke/signing.ts';
import { type Stage, urlsOf } from '../../smoke/stage.ts';
import { taskApi } from '../../task-api.ts';
import { placeholders } from '../placeholders.ts';
import { once } from './once.ts';

export type TaskClient = Client<typeof taskApi>;

export interface Person extends TestUser {
  readonly client: TaskClient;
}

/** Those of whom the states speak: made for one run, and removed after it with all that they have. */
export interface Tenant {
  readonly stage: Stage;
  readonly user: Person;
  readonly colleague: Person;
  readonly partnerId: string;
  /** A project of the user that no interaction changes: projects are many requests to make and to remove. */
  standingProject(): Promise<{ readonly projectId: string }>;
  /** Address of the visitor of the contact site. */
  readonly visitorEmail: string;
  /** What stands in pacts for credentials, and the credentials. */
  readonly credentials: ReadonlyMap<string, string>;
  /** Headers with which the contact desk reads. */
  readonly contactDesk: Readonly<Record<string, string>>;
  /** Runs when the tenant is removed. */
  onRemoval(step: () => Promise<unknown>): void;
  /** @throws {Error} naming what could not be removed; everything else is. */
  remove(): Promise<void>;
}

export async function createTenant(stage: Stage): Promise<Tenant> {
  const { outputs } = stage;
  const runId = randomBytes(6).toString('hex');
  const partnerId = `contracts-${runId}`;
  const people: Person[] = [];
  const steps: (() => Promise<unknown>)[] = [];
  const addPerson = async (role: string): Promise<Person> => {
    const person = await createPerson(stage, `contracts-${role}-${runId}`);
    people.push(person);
    return person;
  };
  const remove = async () => {
    const failed = [
      ...(await runAll(steps)),
      ...(await runAll([() => removeProjects(people)])),
      ...(await runAll(people.map((person) => () => person.remove()))),
    ];
    if (failed.length > 0) throw new Error(`what the states made could not be removed:\n${failed.join('\n')}`);
  };
  try {
    const [user, colleague, token, partnerKey, busyPartnerKey, deskToken] = await Promise.all([
      addPerson('user'),
      addPerson('colleague'),
      partnerToken(outputs, partnerId),
      apiKeyValue(outputs.partnerApiKeyId),
      apiKeyValue(outputs.smokeApiKeyId),
      contactsToken(outputs),
    ]);
    return {
      stage,
      user,
      colleague,
      partnerId,
      standingProject: once(async () => {
        const { body } = await user.client.createProject({ body: { name: 'Moon base' } });
        return { projectId: body.projectId };
      }),
      visitorEmail: `contracts-visitor-${runId}@smoke.gatehouse.example`,
      contactDesk: { Authorization: `Bearer ${deskToken}` },
      credentials: new Map([
        [placeholders.user, user.idToken],
        [placeholders.partner, `Bearer ${token}`],
        [placeholders.partnerKey, partnerKey],
        [placeholders.busyPartnerKey, busyPartnerKey],
        [placeholders.contactDesk, `Bearer ${deskToken}`],
      ]),
      onRemoval: (step) => void steps.push(step),
      remove,
    };
  } catch (error) {
    await remove().catch((removal: unknown) => console.error(removal));
    throw error;
  }
}

async function createPerson(stage: Stage, name: string): Promise<Person> {
  const user = await createTestUser(stage.outputs, name);
  const client = createClient(taskApi, {
    baseUrl: urlsOf(stage).taskApi,
    headers: () => ({ Authorization: user.idToken }),
    // The states share the stage's throttles with each other.
    maximumRetries: 20,
    maximumWaitMs: 60_000,
  });
  return { ...user, client };
}

/** Rounds of a page of projects each, for each person. */
const mostRounds = 10;

/** @throws {Error} if there are projects left. */
async function removeProjects(people: readonly Person[]): Promise<void> {
  for (let round = 0; round < mostRounds; round += 1) {
    const found = await Promise.all(people.map(removePageOfProjects));
    if (found.every((count) => count === 0)) return;
  }
  throw new Error(`there were projects after ${mostRounds} pages of them. Expected: none`);
}

/** @returns how many projects there were; those of another owner are the owner's to remove. */
async function removePageOfProjects({ client }: Person): Promise<number> {
  const { body } = await client.listProjects({ query: { limit: '100' } });
  await Promise.all(
    body.items.map(({ projectId }) =>
      client.deleteProject({ path: { projectId } }).catch((error: unknown) => {
        const isOfOthers = error instanceof ApiError && (error.status === 403 || error.status === 404);
        if (!isOfOthers) throw error;
      }),
    ),
  );
  return body.items.length;
}

/** @returns why some of them failed; all run. */
async function runAll(steps: readonly (() => Promise<unknown>)[]): Promise<readonly string[]> {
  const results = await Promise.allSettled(steps.map((step) => step()));
  return results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : []));
}
