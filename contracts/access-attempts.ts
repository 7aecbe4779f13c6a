import type { ErrorCode } from './errors.ts';
import type { Access, Operation } from './route-table.ts';

/**
 * What callers may show at the gate, and what must come of it: one row an attempt. With the route tables it
 * gives a cell for each route and attempt (access-cells.ts), which `npm run access` sees on a stage.
 */

/**
 * What the stage does: `admitted` lets the request through to its handler or validator, a number is the
 * gateway's own answer, a code the handler's.
 */
export type Verdict = 'admitted' | 401 | 403 | Extract<ErrorCode, 'NOT_FOUND' | 'FORBIDDEN' | 'INVALID_SIGNATURE'>;

/** Why an attempt says nothing about a route. */
export interface NotApplicable {
  readonly because: string;
}

export interface Attempt {
  /** `local`: it takes what no deployed stage has, such as a clock that is moved, or a change of the stack. */
  readonly where: 'any stage' | 'local';
  /** Whether each route can fail it by itself; of the others, an authorizer's or a handler's one route tells as much. */
  readonly isOfRoutes: boolean;
  readonly verdictOn: (operation: Operation) => Verdict | NotApplicable;
}

type Verdicts = { readonly [K in Access['kind']]?: Verdict };

const nothingAsked: NotApplicable = { because: 'asks for nothing' };

/** @param because why routes of the kinds of access that are not named have no verdict; public ones ask for nothing. */
const attempt = (verdicts: Verdicts, because = ''): Attempt => ({
  where: 'any stage',
  isOfRoutes: false,
  verdictOn: ({ access: { kind } }) => verdicts[kind] ?? (kind === 'public' ? nothingAsked : { because }),
});

/** An attempt of somebody who may sign in, and whom the handler has to keep out. */
const outsider = (kind: Access['kind'], code: 'NOT_FOUND' | 'FORBIDDEN', because: string): Attempt => ({
  where: 'any stage',
  isOfRoutes: true,
  verdictOn({ access, pathParameters, errors }) {
    if (access.kind !== kind) return access.kind === 'public' ? nothingAsked : { because: `is for no ${kind}` };
    if (pathParameters.length === 0) return { because: "names nothing that is somebody's" };
    return errors.includes(code) ? code : { because };
  },
});

const local = (of: Attempt): Attempt => ({ ...of, where: 'local' });
const ofRoutes = (of: Attempt): Attempt => ({ ...of, isOfRoutes: true });

const everywhere = { user: 401, partner: 401, jwt: 401, iam: 403, webhook: 401 } as const;
/** Tokens that are signed with keys; AWS principals and webhooks sign their requests instead. */
const signedTokens = { user: 401, partner: 401, jwt: 401 } as const;
const noToken = 'takes no signed token';
const noPoolToken = 'takes no token of the user pool';
const noPartnerToken = "takes no partner's token";
const noKey = 'takes no API key';
const noAwsSignature = 'takes no AWS signature';
const noWebhook = 'is no webhook';

const partnerAttempt = (verdict: Verdict) => attempt({ partner: verdict }, noPartnerToken);
const awsAttempt = (verdict: Verdict) => attempt({ iam: verdict }, noAwsSignature);
const webhookAttempt = (verdict: Verdict) => attempt({ webhook: verdict }, noWebhook);

export const attempts = {
  'no token': ofRoutes(attempt({ ...everywhere, public: 'admitted' })),
  'garbage token': attempt({ ...everywhere, public: 'admitted' }),
  'empty token': attempt(everywhere),

  'ID token': attempt({ ...everywhere, user: 'admitted', public: 'admitted' }),
  'access token of a user': attempt(everywhere),
  'contacts token': attempt({ ...everywhere, jwt: 'admitted' }),
  'partner token, and key': attempt({ ...everywhere, partner: 'admitted' }),
  'AWS credentials': attempt({ ...everywhere, iam: 'admitted' }),
  'signed webhook': attempt({ ...everywhere, webhook: 'admitted' }),

  'token without an algorithm': attempt(signedTokens, noToken),
  'token of HS256 with the public key': attempt({ user: 401, jwt: 401 }, noPoolToken),
  'token with another payload': attempt(signedTokens, noToken),
  'token without its signature': attempt(signedTokens, noToken),
  'token of another key by the same name': attempt(signedTokens, noToken),
  'token that brings its own key': attempt(signedTokens, noToken),
  'token of another issuer': attempt(signedTokens, noToken),

  'expired token of the pool': local(attempt({ user: 401, jwt: 401 }, noPoolToken)),
  'ID token of another pool': local(attempt({ user: 401, jwt: 401 }, noPoolToken)),
  'token of another client of the pool': local(attempt({ user: 401, jwt: 401 }, noPoolToken)),
  'contacts token without the scope': local(attempt({ jwt: 403 }, 'takes no scopes of the pool')),

  'ID token of a stranger': outsider('user', 'NOT_FOUND', 'keeps no stranger out'),
  'ID token of a former member': outsider('user', 'NOT_FOUND', 'keeps no stranger out'),
  'ID token of a member who is neither owner nor author': outsider('user', 'FORBIDDEN', 'is for all members'),
  'token and key of another partner': outsider('partner', 'NOT_FOUND', 'keeps no partner out'),

  'partner token, no key': ofRoutes(partnerAttempt(403)),
  'partner token, unknown key': partnerAttempt(403),
  'partner token, disabled key': local(partnerAttempt(403)),
  'key, no token': attempt({ user: 401, partner: 401 }, noKey),
  'ID token, and key': attempt({ partner: 401 }, noKey),
  'partner token without scopes': partnerAttempt(403),
  'partner token of the other scope': ofRoutes(partnerAttempt(403)),
  'partner token of more scopes than its key allows': partnerAttempt(401),
  'partner token of another partner than its key': partnerAttempt(401),
  'partner token of a key of the secret itself': partnerAttempt(401),
  'partner token of another algorithm': partnerAttempt(401),
  'partner token of another audience': partnerAttempt(401),
  'partner token that has expired': partnerAttempt(401),
  'partner token of the future': partnerAttempt(401),
  'partner token that lives too long': partnerAttempt(401),
  'partner token without the time of its issue': partnerAttempt(401),

  'AWS credentials of a foreign role': local(awsAttempt(403)),
  'unknown access key': awsAttempt(403),
  'another secret access key': awsAttempt(403),
  'AWS signature of another request': awsAttempt(403),
  'AWS signature for another service': awsAttempt(403),
  'AWS signature for another region': awsAttempt(403),
  'expired AWS signature': awsAttempt(403),

  'stale webhook': webhookAttempt(403),
  'webhook of the future': webhookAttempt(403),
  'forged webhook': webhookAttempt(403),
  'webhook signed by another partner': webhookAttempt(403),
  'webhook signed with the secret itself': webhookAttempt(403),
  'webhook without its digest': webhookAttempt(401),
  'webhook with another body': webhookAttempt('INVALID_SIGNATURE'),
} as const satisfies Readonly<Record<string, Attempt>>;

export type AttemptName = keyof typeof attempts;
