import type { Clock } from '../../clock.ts';
import type { State } from '../../state.ts';
import { AccessDenied, type Authorization } from '../iam/authorization.ts';
import { readMembers } from '../json-members.ts';
import { jsonError, jsonResponse, parseJsonBody, parseTarget } from '../json-protocol.ts';
import { AwsError, type AwsService, type ServiceRequest } from '../service.ts';
import type { UserPoolConfiguration } from './configuration.ts';
import { type CognitoContext, createCognitoContext } from './context.ts';
import type { MessageDelivery } from './delivery.ts';
import { answerHttpEndpoint, matchHttpEndpoint } from './http-endpoints.ts';
import type { AdminOperation } from './operations/operation.ts';
import { adminOperations, cognitoOperations, openOperations } from './operations/operations.ts';
import { rowOf } from './rows.ts';
import type { TokenKeys } from './token-keys.ts';

export interface CognitoDependencies {
  readonly clock: Clock;
  readonly state: State;
  readonly authorization: Authorization;
  readonly region: string;
  /** Takes what Cognito would mail or text. @default nobody gets it */
  readonly onMessage?: (delivery: MessageDelivery) => void;
}

/** The user pools: the API, the endpoints of their domain, and the keys that sign their tokens. */
export interface Cognito extends AwsService, TokenKeys {
  /** Stops generating signing keys. */
  close(): void;
}

const targetService = 'AWSCognitoIdentityProviderService';

/**
 * Whether a request without a signature is for the user pools: their API, in which operations such as InitiateAuth
 * are unauthenticated, or a key set, discovery, token or revocation endpoint.
 */
export const isAnonymousCognitoRequest = (request: Pick<ServiceRequest, 'method' | 'path' | 'headers'>): boolean =>
  parseTarget(request)?.service === targetService || matchHttpEndpoint(request) !== undefined;

/**
 * Runs user pools. Signing keys that the state does not hold yet are generated meanwhile; what needs one waits.
 */
export function createCognito(userPools: readonly UserPoolConfiguration[], dependencies: CognitoDependencies): Cognito {
  const { clock, state, onMessage = () => undefined } = dependencies;
  const context = createCognitoContext(userPools, { clock, state, deliver: onMessage });
  const renderError: AwsService['renderError'] = (error, requestId) =>
    jsonError(error, requestId, '1.1', { errorHeaders: true });

  return {
    signingName: 'cognito-idp',
    jsonTarget: targetService,
    operations: cognitoOperations,
    async handle(request) {
      const endpoint = matchHttpEndpoint(request);
      if (endpoint) return answerHttpEndpoint(context, endpoint, request);
      try {
        return jsonResponse(await run(context, request, dependencies), request.requestId, '1.1');
      } catch (error) {
        return renderError(toAwsError(error), request.requestId);
      }
    },
    renderError,
    keysOf(issuer) {
      const pool = userPools.find((candidate) => candidate.issuer === issuer);
      return pool && { keys: context.keys.published(pool.id) };
    },
    issuerOf: (userPoolArn) => userPools.find(({ arn }) => arn === userPoolArn)?.issuer,
    close: () => context.keys.close(),
  };
}

async function run(context: CognitoContext, request: ServiceRequest, dependencies: CognitoDependencies) {
  const name = parseTarget(request)?.operation ?? '';
  const open = rowOf(openOperations, name);
  if (open) return open(context, readMembers(parseJsonBody(request), 'InvalidParameterException'));
  const admin = rowOf(adminOperations, name);
  if (admin) return runAdmin(context, request, dependencies, { name, run: admin });
  throw new AwsError(
    'UnknownOperationException',
    `The local stage runs no operation ${name || '(none named)'} of user pools`,
  );
}

function runAdmin(
  context: CognitoContext,
  request: ServiceRequest,
  { authorization, region }: CognitoDependencies,
  operation: { readonly name: string; readonly run: AdminOperation },
) {
  const { caller } = request;
  if (!caller) throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token');
  const input = readMembers(parseJsonBody(request), 'InvalidParameterException');
  const poolId = input.text('UserPoolId');
  const poolArn = `arn:aws:cognito-idp:${region}:${caller.accountId}:userpool/${poolId}`;
  authorization.require(caller, `cognito-idp:${operation.name}`, poolArn);
  return operation.run(context, context.pools.byId(poolId), input);
}

/** A refusal of the policies becomes the API's; anything else but an {@link AwsError} is a defect of the stage. */
function toAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  if (error instanceof AccessDenied) return new AwsError('AccessDeniedException', error.message);
  throw error;
}
