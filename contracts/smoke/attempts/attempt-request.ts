import type { ApiTable, Operation } from '../../route-table.ts';
import { type SmokeRequest, signable } from '../requests.ts';
import type { SignableRequest } from '../signing.ts';

/** A request to a route, as an attempt makes it. */
export type Make = (target: Target) => SmokeRequest | Promise<SmokeRequest>;

export interface Target {
  readonly api: ApiTable;
  readonly operation: Operation;
  /** Names nothing of anybody's, with a body that no schema takes: what is admitted changes nothing. */
  readonly request: SmokeRequest;
}

export const targetOf = (api: ApiTable, operation: Operation): Target => ({
  api,
  operation,
  request: operation.body === undefined ? {} : { body: { smoke: true } },
});

type Headers = Readonly<Record<string, string>>;

export const bearer = (token: string): Headers => ({ Authorization: `Bearer ${token}` });

/** Headers that are the same for each request. They are made once, when the first asks for them. */
export function holding(headers: () => Headers | Promise<Headers>): Make {
  let made: Promise<Headers> | undefined;
  return async ({ request }) => {
    made ??= Promise.resolve(headers());
    return { ...request, headers: await made };
  };
}

/** Headers that sign the request that they come with. */
export const signing =
  (sign: (request: SignableRequest) => Headers | Promise<Headers>): Make =>
  async ({ api, operation, request }) => ({ ...request, headers: await sign(signable(api, operation, request)) });
