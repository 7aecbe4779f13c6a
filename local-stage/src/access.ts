import type { Clock } from './clock.ts';
import type { Authorization } from './services/iam/authorization.ts';
import { createAuthorization } from './services/iam/authorization-engine.ts';
import {
  type AccessKey,
  type Credentials,
  createCredentials,
  type SessionCredentials,
} from './services/iam/credentials.ts';
import { createSignatureVerifier, type RequestVerifier } from './services/iam/signature.ts';
import type { StageConfiguration } from './stage-configuration.ts';

/** Who may do what on a stage, and how callers prove who they are. */
export interface Access {
  readonly operator: AccessKey;
  readonly credentials: Pick<Credentials, 'find'>;
  readonly authorization: Authorization;
  readonly signatureVerifier: RequestVerifier;
  /** Credentials of a session of a role. @throws {RoleNotAssumable} where Lambda may not assume it */
  credentialsFor(roleArn: string, sessionName: string): SessionCredentials;
  /** @throws {AccessDenied} where a function's role does not allow an action on a resource. */
  authorizeFunction(functionArn: string, action: string, resource: string): void;
}

interface AccessOptions {
  readonly clock: Clock;
  /** Told of each request that the policies refuse. */
  readonly onNotice: (notice: string) => void;
}

/** @throws {PolicyRefused} at a policy that cannot be evaluated. */
export function createAccess(configuration: StageConfiguration, { clock, onNotice }: AccessOptions): Access {
  const { accountId, region, roles, functions, resourcePolicies } = configuration;
  const credentials = createCredentials({ accountId, clock });
  const authorization = createAuthorization({
    roles,
    resourcePolicies,
    clock,
    onDenied: ({ message }) => onNotice(`denied: ${message}`),
  });
  const rolesByArn = new Map(roles.map((role) => [role.arn, role]));
  const functionsByArn = new Map(functions.map((configured) => [configured.arn, configured]));

  const credentialsFor: Access['credentialsFor'] = (roleArn, sessionName) => {
    const role = rolesByArn.get(roleArn);
    if (!role) throw new Error(`no role ${roleArn}. Expected one of: ${[...rolesByArn.keys()].join(', ')}`);
    return credentials.issue(role, sessionName);
  };
  return {
    operator: credentials.operator,
    credentials,
    authorization,
    signatureVerifier: createSignatureVerifier({ credentials, clock, region }),
    credentialsFor,
    authorizeFunction(functionArn, action, resource) {
      const configured = functionsByArn.get(functionArn);
      if (!configured) throw new Error(`no function ${functionArn}`);
      const { accessKeyId } = credentialsFor(configured.roleArn, configured.name);
      authorization.require(credentials.find(accessKeyId)?.caller ?? null, action, resource);
    },
  };
}
