import { CognitoIdentityProviderClient, ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { taskApi } from '../../contracts/task-api.ts';
import { requireOwner } from '../projects/project-access.ts';
import { type MemberItem, memberOf, mostMembers, newMemberWrites, projectKey } from '../projects/project-records.ts';
import { systemClock } from '../shared/clock.ts';
import { required } from '../shared/environment.ts';
import { idempotencyRecords } from '../shared/idempotency.ts';
import { Problem } from '../shared/problem.ts';
import { restHandler } from '../shared/rest-handler.ts';
import { ConditionFailedError, type TransactItem, writeTogether } from '../shared/write-together.ts';

const cognito = new CognitoIdentityProviderClient({});

export const handler = restHandler(
  taskApi,
  'addMember',
  async ({ caller, path, body, basePath }) => {
    await requireOwner(caller.userId, path.projectId);
    await requireUser(body.userId);
    const { projectId } = path;
    const member: MemberItem = { projectId, ...body, createdAt: systemClock.now().toISOString() };
    await add(member);
    const headers = { Location: `${basePath}/projects/${projectId}/members/${member.userId}` };
    return { status: 201, body: memberOf(member), headers };
  },
  idempotencyRecords,
);

/** @throws {Problem} VALIDATION_FAILED if the user pool has no such user. */
async function requireUser(userId: string): Promise<void> {
  // Users of a federated directory have usernames of another form: their id is looked for, not their name.
  const { Users = [] } = await cognito.send(
    new ListUsersCommand({
      UserPoolId: required('USER_POOL_ID'),
      Filter: `sub = "${userId}"`,
      AttributesToGet: ['sub'],
      Limit: 1,
    }),
  );
  if (Users.length > 0) return;
  throw new Problem('VALIDATION_FAILED', { errors: [{ at: '/userId', detail: 'Expected: the id of a user' }] });
}

/** @throws {Problem} ALREADY_MEMBER, LIMIT_REACHED or, if the project was deleted meanwhile, NOT_FOUND. */
async function add(member: MemberItem): Promise<void> {
  const table = required('TABLE_NAME');
  try {
    await writeTogether([...newMemberWrites(table, member), counting(table, member)]);
  } catch (error) {
    if (!(error instanceof ConditionFailedError)) throw error;
    if (error.places.includes(0)) throw new Problem('ALREADY_MEMBER', { cause: error });
    throw new Problem('LIMIT_REACHED', { detail: `Expected: at most ${mostMembers} members`, cause: error });
  }
}

function counting(table: string, { projectId, role }: MemberItem): TransactItem {
  return {
    Update: {
      TableName: table,
      Key: projectKey(projectId),
      UpdateExpression: 'SET memberCount = memberCount + :one, ownerCount = ownerCount + :owners',
      ConditionExpression: 'memberCount < :most AND attribute_not_exists(deletedAt)',
      ExpressionAttributeValues: { ':one': 1, ':owners': role === 'owner' ? 1 : 0, ':most': mostMembers },
    },
  };
}
