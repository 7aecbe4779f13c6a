import type { Mutation } from './mutation.ts';

/** Mutations that no check can notice, and why that is right. */
export interface Survivors {
  /** Matches the ids of the mutations. */
  readonly pattern: RegExp;
  readonly reason: string;
}

/**
 * What survives by design. Each pattern must match a mutation, and everything it matches must go
 * unnoticed: an entry that is no longer true fails the test.
 */
const survivors: readonly Survivors[] = [
  {
    pattern: /^grant-(removed|narrowed):.*:OwnLogGroup\//,
    reason: 'the local stage keeps the log of a function itself, without asking its role',
  },
  {
    pattern: /^grant-(removed|narrowed):.*:Tracing\//,
    reason: 'there is no X-Ray on localhost, and callers see nothing of traces',
  },
  {
    pattern: /^variable:.*:(ENVIRONMENT|NODE_OPTIONS|POWERTOOLS_\w+)\/removed$/,
    reason: 'they change what the log says, and nothing that a caller sees',
  },
  {
    pattern: /^http-scope-dropped:.*_listContacts_/,
    reason:
      'it takes a further client of the pool: scripts/access/sabotage.test.ts drops the scope, and sees it noticed',
  },
  {
    pattern: /^authorizer-changed:.*_user_.*:identity-validation-expression$/,
    reason: 'it takes a further client of the pool: scripts/access/sabotage.test.ts removes it, and sees it noticed',
  },
  {
    pattern: /^authorizer-changed:.*_partner_.*:identity-validation-expression$/,
    reason: 'the function refuses the same tokens with the same answer; the expression saves its invocation',
  },
  {
    pattern: /^authorizer-changed:.*_partner_.*:result-ttl$/,
    reason: 'callers see nothing of an answer that is kept but the milliseconds that it saves',
  },
  {
    pattern:
      /^(client-setting:.*contacts-client:(enable|prevent|id_token|refresh_token)|authentication-flow:.*contacts-client:)/,
    reason:
      'client credentials give an access token alone: no user, no ID token, and no refresh token to use or revoke',
  },
  {
    pattern: /^bucket-policy-removed:/,
    reason: "it refuses what comes without TLS; the local stage's endpoint has none, and counts as if it had",
  },
  {
    pattern: /^event-source-mapping-limit:/,
    reason:
      'the local stage runs at most five batches at once without a limit too; what AWS adds shows under load alone',
  },
  {
    pattern: /^model-rule-removed:.*:properties\/(email\/minLength|dueDate\/format)$/,
    reason: 'the pattern beside it takes no shorter text, and the same dates',
  },
  {
    pattern: /^payload-format:.*_getHealth_/,
    reason: 'the handler reads nothing of its event, and answers alike in both formats',
  },
  {
    pattern: /^gateway-response-(parameter|template):.*_EXPIRED_TOKEN_/,
    reason:
      "the local stage answers a user pool's token past its hour as UNAUTHORIZED, with the same headers and body, as was observed; this one is for the case that AWS takes the type of that name",
  },
  {
    pattern: /^function-timeout:.*_getHealth_/,
    reason: 'the handler waits for nobody, and answers well within the second that is left',
  },
  {
    pattern: /^grant-removed:.*:ExportsObjects\/s3:AbortMultipartUpload$/,
    reason: 'the parts of an upload that failed are seen by no caller, and the bucket drops them after days',
  },
];

export function survivorsEntry(id: string): Survivors | undefined {
  return survivors.find(({ pattern }) => pattern.test(id));
}

/** Entries that match no mutation of the stack. */
export function entriesWithoutMutation(mutations: readonly Mutation[]): readonly Survivors[] {
  return survivors.filter(({ pattern }) => !mutations.some(({ id }) => pattern.test(id)));
}
