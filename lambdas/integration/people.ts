import { randomBytes } from 'node:crypto';
import type { Client } from '../../contracts/client.ts';
import { createClient } from '../../contracts/client.ts';
import { apiKeyValue, createTestUser, partnerToken } from '../../contracts/smoke/credentials.ts';
import { currentStage, urlsOf } from '../../contracts/smoke/stage.ts';
import { taskApi } from '../../contracts/task-api.ts';
import { type ObservedCaller, observed } from './observations.ts';
import { type OperationId, outputs, type RawAnswer, type RawRequest, send } from './requests.ts';

/** Somebody who calls: with the typed client, or raw. */
export interface Person {
  readonly userId: string;
  readonly email: string;
  readonly password: string;
  readonly idToken: string;
  readonly client: Client<typeof taskApi>;
  send(operationId: OperationId, request?: RawRequest): Promise<RawAnswer>;
}

/** @param name what the person is to the test, too: `owner`, `member` and `stranger` are told apart. */
export async function createPerson(name: string): Promise<Person> {
  const user = await createTestUser(outputs, `${name}-${randomBytes(6).toString('hex')}`);
  const authorization = { Authorization: user.idToken };
  const caller = { id: user.userId, role: name };
  return {
    userId: user.userId,
    email: user.email,
    password: user.password,
    idToken: user.idToken,
    client: clientWith(authorization, caller),
    send: (operationId, request = {}) =>
      send(operationId, { ...request, headers: { ...authorization, ...request.headers } }, caller),
  };
}

export interface Partner {
  readonly partnerId: string;
  readonly client: Client<typeof taskApi>;
  send(operationId: OperationId, request?: RawRequest): Promise<RawAnswer>;
}

/** @param role what the partner is to the test: a `stranger` is told apart. */
export async function createPartner(role = 'partner'): Promise<Partner> {
  const partnerId = `partner-${randomBytes(6).toString('hex')}`;
  const [token, key] = await Promise.all([partnerToken(outputs, partnerId), apiKeyValue(outputs.partnerApiKeyId)]);
  const credentials = { Authorization: `Bearer ${token}`, 'x-api-key': key };
  const caller = { id: partnerId, role };
  return {
    partnerId,
    client: clientWith(credentials, caller),
    send: (operationId, request = {}) =>
      send(operationId, { ...request, headers: { ...credentials, ...request.headers } }, caller),
  };
}

const clientWith = (headers: Readonly<Record<string, string>>, caller: ObservedCaller) =>
  createClient(taskApi, {
    baseUrl: urlsOf(currentStage()).taskApi,
    headers: () => headers,
    maximumRetries: 10,
    fetch: observed(caller),
  });

/** Everybody that a row tells apart, and the project that they meet at. */
export interface Cast {
  readonly owner: Person;
  readonly member: Person;
  readonly stranger: Person;
  readonly projectId: string;
}

export async function createCast(): Promise<Cast> {
  const [owner, member, stranger] = await Promise.all(['owner', 'member', 'stranger'].map(createPerson));
  if (!owner || !member || !stranger) throw new Error('somebody is missing');
  const { body } = await owner.client.createProject({ body: { name: 'Moon base' } });
  const { projectId } = body;
  await owner.client.addMember({ path: { projectId }, body: { userId: member.userId, role: 'member' } });
  return { owner, member, stranger, projectId };
}

/** An id that keeps the schema and belongs to nothing. */
export const nobodysId = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
export const nobody = '00000000-0000-4000-8000-000000000000';
