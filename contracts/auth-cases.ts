import { type ApiTable, type Operation, operationsOf } from './route-table.ts';

/** What a caller shows at the gate. */
export type Credentials =
  | 'none'
  | 'garbage token'
  | 'user token'
  | 'partner token'
  | 'partner token and key'
  | 'partner token and unknown key'
  | 'partner token without scopes, and key'
  | 'contacts token'
  | 'AWS credentials'
  | 'signed webhook'
  | 'webhook with a stale signature'
  | 'webhook with a forged signature';

/** What the gate does: lets the request through to its handler or validator, or answers itself. */
export type Verdict = 'admitted' | 401 | 403;

export interface AuthCase {
  readonly api: ApiTable;
  readonly operation: Operation;
  readonly credentials: Credentials;
  readonly verdict: Verdict;
}

const verdicts: Readonly<Record<Operation['access']['kind'], Readonly<Partial<Record<Credentials, Verdict>>>>> = {
  public: { none: 'admitted' },
  user: { none: 401, 'garbage token': 401, 'partner token': 401, 'user token': 'admitted' },
  partner: {
    none: 401,
    'garbage token': 401,
    'user token': 401,
    'partner token': 403,
    'partner token and unknown key': 403,
    'partner token without scopes, and key': 403,
    'partner token and key': 'admitted',
  },
  // The ID token of a user is meant for another client: no token at all here.
  jwt: { none: 401, 'garbage token': 401, 'user token': 401, 'contacts token': 'admitted' },
  iam: { none: 403, 'user token': 403, 'contacts token': 403, 'AWS credentials': 'admitted' },
  webhook: {
    none: 401,
    'contacts token': 401,
    'webhook with a stale signature': 403,
    'webhook with a forged signature': 403,
    'signed webhook': 'admitted',
  },
};

/** Every route with every kind of credentials that its access tells apart, and what must happen. */
export function authCasesOf(api: ApiTable): readonly AuthCase[] {
  return operationsOf(api).flatMap((operation) =>
    Object.entries(verdicts[operation.access.kind]).map(([credentials, verdict]) => ({
      api,
      operation,
      credentials: credentials as Credentials,
      verdict,
    })),
  );
}
