import { type Answer, call } from '../long-run/requests.ts';
import type { AcceptedExport, Wish } from './ledger.ts';

const width = 6;

/**
 * Sends requests for exports.
 *
 * @returns those that were accepted and those that were refused.
 * @throws {Error} for any other answer than 202, or 503 with `Retry-After`.
 */
export async function startExports(
  taskApi: string,
  wishes: readonly Wish[],
): Promise<{ readonly accepted: readonly AcceptedExport[]; readonly refused: readonly Wish[] }> {
  const accepted: AcceptedExport[] = [];
  const refused: Wish[] = [];
  const left = [...wishes];
  const sendSome = async () => {
    for (let wish = left.shift(); wish !== undefined; wish = left.shift()) {
      const answer = await send(taskApi, wish);
      if (answer.status === 202) accepted.push({ ...wish, exportId: exportIdOf(answer) });
      else refused.push(refuse(wish, answer));
    }
  };
  await Promise.all(Array.from({ length: width }, sendSome));
  return { accepted, refused };
}

function send(taskApi: string, { project, format, idempotencyKey }: Wish): Promise<Answer> {
  return call(`${taskApi}/projects/${project.projectId}/exports`, {
    method: 'POST',
    headers: { Authorization: project.owner.idToken, 'Idempotency-Key': idempotencyKey },
    body: { format },
  });
}

const exportIdOf = ({ body }: Answer): string => (JSON.parse(body) as { exportId: string }).exportId;

function refuse(wish: Wish, { status, headers, body }: Answer): Wish {
  if (status === 503 && Number(headers.get('retry-after')) > 0) return { ...wish, refusals: wish.refusals + 1 };
  throw new Error(
    `during '${wish.storms.join(', ')}' a request for an export was answered ${status} ` +
      `(Retry-After: ${headers.get('retry-after')}): ${body}. Expected: 202, or 503 with Retry-After`,
  );
}
