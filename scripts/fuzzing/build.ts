import type { SignableRequest } from '../../contracts/smoke/signing.ts';
import { forgeCursor } from './cursors.ts';
import type { Fault } from './faults.ts';
import { type Route, rowsOf } from './operations.ts';
import type { Plan } from './plan.ts';
import { realBody, type Subject, subjectOf } from './subject.ts';
import { breakTarget } from './target-faults.ts';
import { breakText } from './text-faults.ts';
import { breakValue } from './value-faults.ts';
import type { Answer, WireRequest } from './wire.ts';
import type { World } from './world.ts';

export interface Urls {
  readonly taskApi: string;
  readonly publicApi: string;
  readonly allowedOrigin: string;
}

/** A request with what is to be known of it when its answer is judged. */
export interface Built {
  /** The row that was meant. */
  readonly route: Route;
  /** Rows that may answer; none where the gateway alone does. */
  readonly answering: readonly Route[];
  readonly subject: Subject;
  readonly wired: WireRequest;
  /** Whether it keeps its row, and is about what is there. */
  readonly isClean: boolean;
  readonly query: Readonly<Record<string, string>>;
  /** The answer that it has had before. */
  readonly replayed?: Answer;
}

type FaultAt<A extends Fault['at']> = Extract<Fault, { readonly at: A }>;

/** The request that a plan is, in the world as it is now. */
export async function build(route: Route, plan: Plan, world: World, urls: Urls): Promise<Built> {
  const isFaultless = plan.faults.length === 0;
  if (isFaultless && plan.follows) {
    const earlier = world.keyed.get(route.operationId)?.pick(plan.pick);
    if (earlier) {
      const { built, answer } = earlier;
      return { ...built, isClean: false, replayed: answer };
    }
  }
  const faults = <A extends Fault['at']>(at: A) => plan.faults.filter((fault): fault is FaultAt<A> => fault.at === at);
  const listed = isFaultless && plan.follows ? world.listed.get(route.operationId)?.pick(plan.pick) : undefined;
  const subject: Subject = listed ? { user: listed.owner, path: listed.path } : subjectOf(route, plan, world);
  const query = listed ? { ...listed.query, cursor: listed.cursor } : queryOf(plan, world, faults('cursor'));
  for (const { name, text } of faults('query')) query[name] = text;

  const filled = pathOf(route, {
    ...subject.path,
    ...Object.fromEntries(faults('path').map(({ name, text }) => [name, text])),
  });
  const base = new URL(route.kind === 'rest' ? urls.taskApi : urls.publicApi);
  const prefix = base.pathname.replace(/\/$/, '');
  const path = faults('target').reduce((broken, { kind }) => breakTarget(broken, kind), `${prefix}${filled}`);
  const queryText =
    faults('raw query')[0]?.text ?? new URLSearchParams(Object.entries(query).map(wellFormed)).toString();
  const target = latin1(queryText === '' ? path : `${path}?${queryText}`);

  const method = faults('method')[0]?.method ?? route.method;
  const body = bodyOf(route, plan, subject, world);
  const headers = headersOf(route, plan, subject, world, urls);
  const signable = { method, url: urlOf(base.origin, target, path), body: body ?? '' };
  Object.assign(headers, await credentialsOf(route, faults('credentials')[0], subject, world, signable));
  for (const { name, text } of faults('header')) headers[name] = text;
  for (const { name } of faults('no header')) delete headers[name];

  return {
    route,
    answering: isElsewhere(plan)
      ? rowsOf(route.kind, method)
      : rowsOf(route.kind, method).filter(({ path: own }) => own === route.path),
    subject,
    wired: { method, origin: base.origin, target, headers, body, isChunked: plan.isChunked && body !== undefined },
    isClean: isFaultless && plan.isReal,
    query,
  };
}

/** Whether the path may lead to another row than the one that was meant: a gateway takes some apart in its own way. */
const isElsewhere = ({ faults }: Plan) =>
  faults.some((fault) => fault.at === 'target' || (fault.at === 'path' && /^[.\s/]*$/.test(fault.text)));

/** Ranges and orders that fit: what no schema can say. */
function queryOf({ query }: Plan, world: World, faults: readonly FaultAt<'cursor'>[]): Record<string, string> {
  const { dueFrom, dueTo } = query;
  const fitting: Record<string, string> = { ...query };
  if (dueFrom !== undefined && dueTo !== undefined && dueFrom > dueTo)
    Object.assign(fitting, { dueFrom: dueTo, dueTo: dueFrom });
  if (dueFrom !== undefined || dueTo !== undefined) delete fitting['order'];
  for (const fault of faults) fitting['cursor'] = forgeCursor(fault, world);
  return fitting;
}

const wellFormed = ([name, value]: [string, string]): [string, string] => [name, value.toWellFormed()];

const pathOf = ({ path }: Route, values: Subject['path']): string =>
  path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => encodeURIComponent((values[name] ?? '').toWellFormed()));

/** What Node takes as a path: visible Latin-1. */
const latin1 = (target: string) => target.replaceAll(/[^\x21-\xff]/g, (character) => encodeURIComponent(character));

/** For signatures; a target that is no URL is signed as another one, which makes a wrong signature. */
function urlOf(origin: string, target: string, path: string): URL {
  return URL.parse(`${origin}${target}`) ?? new URL(encodeURI(path.toWellFormed()), origin);
}

function bodyOf(route: Route, plan: Plan, subject: Subject, world: World): Uint8Array | undefined {
  const textFault = plan.faults.find((fault): fault is FaultAt<'text'> => fault.at === 'text');
  if (route.body === undefined) return textFault && breakText('{}', textFault.fault);
  const whole = plan.isReal ? realBody(route, plan, subject, world) : plan.body;
  const value = plan.faults.reduce(
    (broken, fault) => (fault.at === 'value' ? breakValue(broken, fault.fault) : broken),
    whole,
  );
  const text = JSON.stringify(value);
  return textFault ? breakText(text, textFault.fault) : Buffer.from(text);
}

function headersOf(route: Route, plan: Plan, subject: Subject, world: World, urls: Urls): Record<string, string> {
  const id = subject.path['taskId'] ?? subject.path['projectId'] ?? '';
  const version = plan.hasVersion ? world.versions.get(id) : undefined;
  const ifMatch = version ?? (route.ifMatch === 'required' ? '*' : undefined);
  const key = plan.faults.find((fault): fault is FaultAt<'key'> => fault.at === 'key');
  const usedKey = key && world.keyed.get(route.operationId)?.pick(key.place)?.key;
  const idempotencyKey = usedKey ?? (plan.hasKey ? world.newName() : undefined);
  return {
    ...(route.body === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...(route.ifMatch === undefined || ifMatch === undefined ? {} : { 'If-Match': ifMatch }),
    ...(route.idempotency !== 'key' || idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
    ...(plan.origin === 'none' ? {} : { Origin: plan.origin === 'allowed' ? urls.allowedOrigin : foreignOrigin }),
  };
}

export const foreignOrigin = 'https://elsewhere.example';

function credentialsOf(
  { access }: Route,
  fault: FaultAt<'credentials'> | undefined,
  { user }: Subject,
  { credentials }: World,
  signable: SignableRequest,
) {
  return fault ? credentials.faulty(fault.kind, user, signable) : credentials.admitted(access.kind, user, signable);
}
