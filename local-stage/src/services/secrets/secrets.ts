import type { Clock } from '../../clock.ts';
import { openState, type State } from '../../state.ts';
import type { Authorization } from '../iam/authorization.ts';
import { readMembers } from '../json-members.ts';
import { jsonError, jsonResponse, parseJsonBody, parseTarget } from '../json-protocol.ts';
import { AwsError, type AwsService, type ServiceRequest } from '../service.ts';
import { jsonOperations } from '../service-operations.ts';
import type { SecretConfiguration } from './configuration.ts';
import type { SecretsContext, SecretsOperation } from './context.ts';
import { putSecretValue } from './put-secret-value.ts';
import { batchGetSecretValue, describeSecret, getSecretValue, listSecrets } from './read-operations.ts';
import { openSecretStore } from './secret-store.ts';

export interface SecretsDependencies {
  readonly clock: Clock;
  /** Keeps what is put. @default memory, gone at the end */
  readonly state?: State;
  readonly authorization: Authorization;
}

const operations = new Map<string, SecretsOperation>([
  ['BatchGetSecretValue', batchGetSecretValue],
  ['DescribeSecret', describeSecret],
  ['GetSecretValue', getSecretValue],
  ['ListSecrets', listSecrets],
  ['PutSecretValue', putSecretValue],
]);

/** Secrets Manager with the secrets that the Terraform declares. */
export function createSecrets(
  secrets: readonly SecretConfiguration[],
  { clock, state = openState(), authorization }: SecretsDependencies,
): AwsService {
  const store = openSecretStore(secrets, { database: state.database('secrets'), clock });
  const context: SecretsContext = { secrets, store, authorization };
  const renderError: AwsService['renderError'] = (error, requestId) => jsonError(error, requestId, '1.1');
  return {
    signingName: 'secretsmanager',
    jsonTarget: 'secretsmanager',
    operations: jsonOperations(operations.keys(), rateExceeded),
    async handle(request) {
      try {
        return jsonResponse(run(context, request), request.requestId, '1.1');
      } catch (error) {
        if (error instanceof AwsError) return renderError(error, request.requestId);
        throw error;
      }
    },
    renderError,
  };
}

const rateExceeded = () => new AwsError('ThrottlingException', 'Rate exceeded');

function run(context: SecretsContext, request: ServiceRequest): unknown {
  const name = parseTarget(request)?.operation ?? '(none named)';
  const operation = operations.get(name);
  if (!operation) {
    const message = `The local stage runs no operation ${name} of Secrets Manager`;
    throw new AwsError('UnknownOperationException', message);
  }
  const { caller } = request;
  if (!caller) throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token');
  return operation(context, caller, readMembers(parseJsonBody(request), 'ValidationException'));
}
