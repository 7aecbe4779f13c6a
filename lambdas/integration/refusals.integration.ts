import { beforeAll, describe, expect, test } from 'vitest';
import { publicApi } from '../../contracts/public-api.ts';
import { type Operation, operationsOf } from '../../contracts/route-table.ts';
import { type SchemaName, schemas } from '../../contracts/schemas/registry.ts';
import { exampleOf } from '../../contracts/smoke/schema-violations.ts';
import { taskApi } from '../../contracts/task-api.ts';
import { createPartner, nobody, nobodysId, type Partner, type Person } from './people.ts';
import { type OperationId, problem, type RawAnswer, type RawRequest, send } from './requests.ts';
import { sendAsDesk, sendAsOperator, sendAsWebhook } from './signed-requests.ts';
import { createWorld, type World } from './worlds.ts';

/**
 * What every row refuses, derived from the table: each parameter and header that breaks its schema, and
 * everybody who has nothing to do with what the path names.
 */

const one = { tasks: 0, members: 0, comments: 0, attachments: 0, projects: 0, contacts: 0, events: 0 };
let world: World;
let foreigner: Partner;
/** Ids of what is there, by the names of path parameters. */
let ids: Readonly<Record<string, string>>;

beforeAll(async () => {
  [world, foreigner] = await Promise.all([createWorld(one), createPartner('stranger')]);
  const { owner, projectId, taskId } = world;
  const file = { fileName: 'f', contentType: 'text/plain', sizeBytes: 1 };
  const [comment, attachment, started] = await Promise.all([
    owner.client.createComment({ path: { taskId }, body: { text: 'x' } }),
    owner.client.createAttachment({ path: { taskId }, body: file }),
    owner.client.startExport({ path: { projectId }, body: { format: 'csv' } }),
  ]);
  const { commentId } = comment.body;
  const { attachmentId } = attachment.body;
  const { exportId } = started.body;
  ids = { projectId, taskId, commentId, attachmentId, exportId, userId: owner.userId };
  await owner.client.getTask({ path: { taskId } });
  await owner.client.getExport({ path: { exportId } });
});

const operations = [taskApi, publicApi].flatMap(operationsOf);

/** A parameter or a header of a row. */
interface Input {
  readonly operation: Operation;
  readonly kind: 'path' | 'query' | 'headers';
  readonly name: string;
  readonly schema: SchemaName;
}

const inputs = operations.flatMap((operation): Input[] => [
  ...operation.pathParameters.map(({ name, schema }) => ({ operation, kind: 'path' as const, name, schema })),
  ...operation.queryParameters.map(({ name, schema }) => ({ operation, kind: 'query' as const, name, schema })),
  ...(operation.ifMatch ? [header(operation, 'If-Match', 'IfMatchHeader')] : []),
  ...(operation.idempotency === 'key' ? [header(operation, 'Idempotency-Key', 'IdempotencyKey')] : []),
]);

function header(operation: Operation, name: string, schema: SchemaName): Input {
  return { operation, kind: 'headers', name, schema };
}

test.each(inputs.map((input) => [input.operation.operationId, input.kind, input.name, input] as const))(
  '%s: a bad value in the %s, %s',
  async (operationId, kind, name, { operation, schema }) => {
    const request = requestFor(operation);
    const answer = await sendAs(world.owner, world.partner, operationId as OperationId, {
      ...request,
      [kind]: { ...request[kind], [name]: badValue(schema) },
    });
    expect(answer).toMatchObject(problem('INVALID_PARAMETER', { errors: [{ at: name, detail: expect.any(String) }] }));
  },
);

describe('a stranger learns nothing', () => {
  const ofCallers = operations.filter(
    ({ access: { kind }, pathParameters }) => (kind === 'user' || kind === 'partner') && pathParameters.length > 0,
  );

  test.each(ofCallers.map((operation) => [operation.operationId, operation] as const))(
    '%s',
    async (operationId, operation) => {
      const ask = (path: Readonly<Record<string, string>>) =>
        sendAs(world.stranger, foreigner, operationId as OperationId, { ...requestFor(operation), path });
      const theirs = await ask(requestFor(operation).path ?? {});
      const nobodys = await ask(pathOf(operation, {}));
      expect(theirs).toMatchObject(problem('NOT_FOUND'));
      expect({ ...theirs.body, requestId: '' }).toEqual({ ...nobodys.body, requestId: '' });
    },
  );
});

/** A request that nothing is wrong with. */
function requestFor(operation: Operation): RawRequest {
  return {
    path: pathOf(operation, ids),
    headers: operation.ifMatch ? { 'If-Match': '*' } : {},
    ...(operation.body === undefined ? {} : { body: exampleOf(operation.body) }),
  };
}

const pathOf = ({ pathParameters }: Operation, known: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    pathParameters.map(({ name, schema }) => [name, known[name] ?? (schema === 'UserId' ? nobody : nobodysId)]),
  );

/** @throws {Error} if the schema takes all that is tried. */
function badValue(name: SchemaName): string {
  const found = ['!', 'x'.repeat(5000)].find((value) => !schemas[name].safeParse(value).success);
  if (found === undefined) throw new Error(`${name} takes every value that is tried here; add one that it refuses`);
  return found;
}

/** With the credentials that the row takes. */
function sendAs(user: Person, partner: Partner, operationId: OperationId, request: RawRequest): Promise<RawAnswer> {
  const { access } = operations.find((operation) => operation.operationId === operationId) ?? {};
  switch (access?.kind) {
    case 'user':
      return user.send(operationId, request);
    case 'partner':
      return partner.send(operationId, request);
    case 'jwt':
      return sendAsDesk(operationId, request);
    case 'iam':
      return sendAsOperator(operationId, request.body);
    case 'webhook':
      return sendAsWebhook(request.path?.['partnerId'] ?? '', request.body);
    default:
      return send(operationId, request);
  }
}
