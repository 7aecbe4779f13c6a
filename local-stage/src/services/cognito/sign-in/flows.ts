import { AwsError } from '../../service.ts';
import type { CognitoContext } from '../context.ts';
import { allowsFlow, type PoolClient } from '../pools.ts';
import { rowOf } from '../rows.ts';
import { startPassword } from './password.ts';
import { startRefresh } from './refresh.ts';
import type { AuthParameters, SignInAnswer } from './sign-in.ts';
import { startSrp } from './srp.ts';

interface Flow {
  /** Its switch in the client's `explicit_auth_flows`, without `ALLOW_`. */
  readonly switch: string;
  /** What a client without the switch is told. */
  readonly refusal: string;
  readonly start: (
    context: CognitoContext,
    poolClient: PoolClient,
    parameters: AuthParameters,
  ) => SignInAnswer | Promise<SignInAnswer>;
}

type Flows = Readonly<Record<string, Flow>>;

const flowNotEnabled = 'Auth flow not enabled for this client';

const refresh: Flow = { switch: 'REFRESH_TOKEN_AUTH', refusal: flowNotEnabled, start: startRefresh };
const adminPassword: Flow = { switch: 'ADMIN_USER_PASSWORD_AUTH', refusal: flowNotEnabled, start: startPassword };
const password: Flow = {
  switch: 'USER_PASSWORD_AUTH',
  refusal: 'USER_PASSWORD_AUTH flow not enabled for this client',
  start: startPassword,
};
const srp: Flow = {
  switch: 'USER_SRP_AUTH',
  refusal: 'USER_SRP_AUTH is not enabled for the client.',
  start: startSrp,
};

/** What `InitiateAuth` starts, by `AuthFlow`. */
export const userFlows: Flows = {
  USER_PASSWORD_AUTH: password,
  USER_SRP_AUTH: srp,
  REFRESH_TOKEN_AUTH: refresh,
  REFRESH_TOKEN: refresh,
};

/** What `AdminInitiateAuth` starts. */
export const adminFlows: Flows = {
  ADMIN_USER_PASSWORD_AUTH: adminPassword,
  ADMIN_NO_SRP_AUTH: adminPassword,
  USER_SRP_AUTH: srp,
  REFRESH_TOKEN_AUTH: refresh,
  REFRESH_TOKEN: refresh,
};

/**
 * Flows that AWS has and the local stage does not, with their switches: refused by name, so that nobody takes the
 * refusal for AWS's.
 */
const absentFlows: readonly string[] = ['CUSTOM_AUTH', 'USER_AUTH'];

/** @throws {AwsError} InvalidParameterException for a flow that is not offered or not enabled for the client. */
export function startFlow(
  context: CognitoContext,
  flows: Flows,
  name: string,
  poolClient: PoolClient,
  parameters: AuthParameters,
): SignInAnswer | Promise<SignInAnswer> {
  const flow = rowOf(flows, name);
  if (!flow) throw new AwsError('InvalidParameterException', refusalOf(name, poolClient));
  if (!allowsFlow(poolClient.client, flow.switch)) throw new AwsError('InvalidParameterException', flow.refusal);
  return flow.start(context, poolClient, parameters);
}

function refusalOf(name: string, { client }: PoolClient): string {
  if (!absentFlows.includes(name)) return 'Initiate Auth method not supported.';
  if (!allowsFlow(client, name)) return `${name} is not enabled for the client.`;
  return `The local stage does not run the flow ${name} that ${client.address} allows. Expected: a password, SRP or refresh flow`;
}
