import type { Clock } from './clock.ts';
import type { ServiceSession } from './services/events/delivery.ts';
import type { Authorization, ServiceAuthorization } from './services/iam/authorization.ts';
import { createAuthorization } from './services/iam/authorization-engine.ts';
import type { RoleConfiguration } from './services/iam/configuration.ts';
import {
  type AccessKey,
  type Credentials,
  createCredentials,
  type KnownKey,
  type SessionCredentials,
} from './services/iam/credentials.ts';
import { createSignatureVerifier, type RequestVerifier } from './services/iam/signature.ts';
import type { Caller } from './services/service.ts';
import type { StageConfiguration } from './stage-configuration.ts';

/** Who may do what on a stage, and how callers prove who they are. */
export interface Access {
  readonly operator: AccessKey;
  readonly credentials: Pick<Credentials, 'find'>;
  readonly authorization: Authorization & ServiceAuthorization;
  readonly signatureVerifier: RequestVerifier;
  /** Credentials of a session of a role. @throws {RoleNotAssumable} where Lambda may not assume it */
  credentialsFor(roleArn: string, sessionName: string): SessionCredentials;
  /** A session of a role that a service begins. @throws {RoleNotAssumable} where the service may not assume it */
  assumeRole(roleArn: string, session: ServiceSession): Caller;
  /** Names that a function's calls are known by: its own and its role's. */
  namesOf(functionArn: string): readonly string[];
  /** @throws {AccessDenied} where a function's role does not allow an action on a resource. */
  authorizeFunction(functionArn: string, action: string, resource: string): void;
}

/** What decides it. */
type AccessConfiguration = Pick<
  StageConfiguration,
  'accountId' | 'region' | 'roles' | 'functions' | 'resourcePolicies'
>;

interface AccessOptions {
  readonly clock: Clock;
  /** The operator's key. @default a new one */
  readonly operator?: AccessKey;
  /** Keys by their ids, of sessions that an earlier document's roles have begun among them. @default none yet */
  readonly issuedKeys?: Map<string, KnownKey>;
  /** Told of each request that the policies refuse. */
  readonly onNotice: (notice: string) => void;
}

/** @throws {PolicyRefused} at a policy that cannot be evaluated. */
export function createAccess(configuration: AccessConfiguration, options: AccessOptions): Access {
  const { clock, onNotice } = options;
  const { accountId, region, roles, functions, resourcePolicies } = configuration;
  const rolesByArn = new Map(roles.map((role) => [role.arn, role]));
  const credentials = createCredentials({ accountId, ...options });
  const authorization = createAuthorization({
    roles,
    resourcePolicies,
    clock,
    onDenied: ({ message, caller }) =>
      onNotice(`denied: ${message}${whereToLook(rolesByArn.get(caller?.roleArn ?? ''))}`),
  });
  const functionsByArn = new Map(functions.map((configured) => [configured.arn, configured]));

  const functionNamed = (functionArn: string) => {
    const configured = functionsByArn.get(functionArn);
    if (!configured) throw new Error(`no function ${functionArn}`);
    return configured;
  };
  const roleNamed = (roleArn: string) => {
    const role = rolesByArn.get(roleArn);
    if (!role) throw new Error(`no role ${roleArn}. Expected one of: ${[...rolesByArn.keys()].join(', ')}`);
    return role;
  };
  return {
    operator: credentials.operator,
    credentials,
    authorization,
    signatureVerifier: createSignatureVerifier({ credentials, clock, region }),
    credentialsFor: (roleArn, sessionName) => credentials.issue(roleNamed(roleArn), sessionName),
    assumeRole: (roleArn, { name, service, conditionKeys }) =>
      credentials.beginSession(roleNamed(roleArn), name, service, conditionKeys),
    namesOf(functionArn) {
      const { name, roleArn } = functionNamed(functionArn);
      return [roleNamed(roleArn).name, name];
    },
    authorizeFunction(functionArn, action, resource) {
      const { name, roleArn } = functionNamed(functionArn);
      const caller = credentials.beginSession(roleNamed(roleArn), name, 'lambda.amazonaws.com');
      authorization.require(caller, action, resource);
    },
  };
}

/** The addresses that say what a role may do. */
function whereToLook(role: RoleConfiguration | undefined): string {
  if (!role) return '';
  const addresses = [role.address, ...new Set(role.policies.map(({ address }) => address))];
  return ` (see ${[...new Set(addresses)].join(', ')})`;
}
