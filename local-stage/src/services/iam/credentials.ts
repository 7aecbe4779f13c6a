import { randomBytes } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { Caller } from '../service.ts';
import type { ConditionContext } from './authorization.ts';
import type { RoleConfiguration } from './configuration.ts';
import { type AssumeRoleContext, mayAssume } from './trust.ts';

/** What an AWS SDK signs with. */
export interface AccessKey {
  /** `ASIA...` of a role session, `AKIA...` of a user. */
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The credentials of one role session, as a function's environment holds them. */
export interface SessionCredentials extends AccessKey {
  readonly sessionToken: string;
  /** When they were issued; they live as long as the stage, since a function's environment cannot be renewed. */
  readonly issuedAt: Date;
}

/** What is known of an access key. */
export interface KnownKey extends AccessKey {
  /** Must come with each request; absent on a user's key. */
  readonly sessionToken: string | undefined;
  readonly caller: Caller;
}

/** The access keys that the stage has issued. */
export interface Credentials {
  /** The user that runs the stage, `arn:aws:iam::<account>:user/operator`, who may do everything. */
  readonly operator: AccessKey;
  /**
   * Issues a key for a session of a role to Lambda, for a function's environment.
   *
   * @param sessionName a function's sessions bear its name; 2 to 64 of `[\w+=,.@-]`.
   * @throws {RoleNotAssumable} where the trust policy does not let Lambda in.
   */
  issue(role: RoleConfiguration, sessionName: string): SessionCredentials;
  /**
   * Begins a session of a role for a service of the stage, which signs nothing: its key is not kept.
   *
   * @param sessionName 2 to 64 of `[\w+=,.@-]`.
   * @param service who assumes the role, which must trust it, such as `scheduler.amazonaws.com`.
   * @param conditionKeys what the service sends along, besides `aws:SourceAccount`. @default nothing
   * @throws {RoleNotAssumable} where the trust policy does not let the service in.
   */
  beginSession(role: RoleConfiguration, sessionName: string, service: string, conditionKeys?: ConditionContext): Caller;
  find(accessKeyId: string): KnownKey | undefined;
}

export interface CredentialsOptions {
  readonly accountId: string;
  readonly clock: Clock;
  /** The operator's key, so that a reload keeps it. @default a new one */
  readonly operator?: AccessKey;
  /** Keys by their ids, those issued before a reload among them. @default none yet */
  readonly issuedKeys?: Map<string, KnownKey>;
}

/** A role that its service may not assume: on AWS the function could not be created. */
export class RoleNotAssumable extends Error {
  override readonly name = 'RoleNotAssumable';
}

export function createCredentials(options: CredentialsOptions): Credentials {
  const { accountId, clock } = options;
  const operator = options.operator ?? newOperatorKey();
  const keys = options.issuedKeys ?? new Map<string, KnownKey>();
  keys.set(operator.accessKeyId, {
    ...operator,
    sessionToken: undefined,
    caller: operatorOf(accountId, operator.accessKeyId),
  });

  const beginSession: Credentials['beginSession'] = (role, sessionName, service, conditionKeys = {}) => {
    assertSessionName(role, sessionName);
    assertAssumable(role, service, {
      nowMs: clock.now(),
      conditionKeys: { 'aws:SourceAccount': accountId, ...conditionKeys },
    });
    return sessionOf(role, sessionName, accountId, newAccessKeyId('ASIA'));
  };
  return {
    operator,
    issue(role, sessionName) {
      const caller = beginSession(role, sessionName, 'lambda.amazonaws.com');
      const { accessKeyId } = caller;
      const key = { accessKeyId, secretAccessKey: newSecret(), sessionToken: randomBytes(240).toString('base64') };
      keys.set(accessKeyId, { ...key, caller });
      return { ...key, issuedAt: new Date(clock.now()) };
    },
    beginSession,
    find: (accessKeyId) => keys.get(accessKeyId),
  };
}

function operatorOf(accountId: string, accessKeyId: string): Caller {
  const arn = `arn:aws:iam::${accountId}:user/operator`;
  return { accessKeyId, accountId, arn, userId: 'AIDALOCALSTAGEOPERATR', roleArn: undefined };
}

function sessionOf(role: RoleConfiguration, sessionName: string, accountId: string, accessKeyId: string): Caller {
  return {
    accessKeyId,
    accountId,
    arn: `arn:aws:sts::${accountId}:assumed-role/${role.name}/${sessionName}`,
    userId: `${role.uniqueId}:${sessionName}`,
    roleArn: role.arn,
  };
}

/** Source: API reference, AWS Security Token Service, AssumeRole, RoleSessionName. */
function assertSessionName(role: RoleConfiguration, sessionName: string): void {
  if (/^[\w+=,.@-]{2,64}$/.test(sessionName)) return;
  throw new RangeError(
    `the session name "${sessionName}" for ${role.address} is not valid. Expected: 2 to 64 letters, digits or _+=,.@-`,
  );
}

function assertAssumable(role: RoleConfiguration, service: string, context: AssumeRoleContext): void {
  if (mayAssume(role, service, context)) return;
  throw new RoleNotAssumable(
    `${role.address}: its trust policy does not let ${service} assume the role. ` +
      `Expected: a statement that allows sts:AssumeRole to {"Service": "${service}"} in assume_role_policy`,
  );
}

/** A key for the user that runs a stage. */
export const newOperatorKey = (): AccessKey => ({
  accessKeyId: newAccessKeyId('AKIA'),
  secretAccessKey: newSecret(),
});

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base 32 after a prefix that tells a user's key from a session's. */
const newAccessKeyId = (prefix: 'AKIA' | 'ASIA'): string =>
  `${prefix}${Array.from(randomBytes(16), (byte) => base32[byte % base32.length]).join('')}`;

/** 40 characters of base 64. */
const newSecret = (): string => randomBytes(30).toString('base64');
