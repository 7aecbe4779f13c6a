import { AccessDenied } from '../iam/authorization.ts';
import { readMembers } from '../json-members.ts';
import { jsonError, jsonResponse, parseJsonBody, parseTarget } from '../json-protocol.ts';
import { AwsError, type AwsService, type ServiceRequest, type ServiceResponse } from '../service.ts';
import { jsonOperations } from '../service-operations.ts';
import { createLogsContext, type LogsContext, type LogsDependencies, type Operation } from './context.ts';
import { describeLogGroups } from './operations/describe-log-groups.ts';
import { describeLogStreams } from './operations/describe-log-streams.ts';
import { filterLogEvents } from './operations/filter-log-events.ts';
import { getLogEvents } from './operations/get-log-events.ts';

const operations: ReadonlyMap<string, Operation> = new Map([
  ['DescribeLogGroups', describeLogGroups],
  ['DescribeLogStreams', describeLogStreams],
  ['FilterLogEvents', filterLogEvents],
  ['GetLogEvents', getLogEvents],
]);

/** CloudWatch Logs, as far as somebody who looks into a stage's logs needs it: listing groups and streams, reading events. */
export function createLogs(dependencies: LogsDependencies): AwsService {
  const context = createLogsContext(dependencies);
  return {
    signingName: 'logs',
    jsonTarget: 'Logs_20140328',
    operations: jsonOperations(operations.keys(), rateExceeded),
    renderError,
    async handle(request) {
      try {
        return answer(request, context);
      } catch (error) {
        if (error instanceof AwsError) return renderError(error, request.requestId);
        if (error instanceof AccessDenied) {
          return renderError(new AwsError('AccessDeniedException', error.message), request.requestId);
        }
        throw error;
      }
    },
  };
}

function answer(request: ServiceRequest, context: LogsContext): ServiceResponse {
  const name = parseTarget(request)?.operation ?? '';
  const operation = operations.get(name);
  if (!operation) {
    throw new AwsError(
      'UnknownOperationException',
      `The local stage does not emulate ${name || 'a request without X-Amz-Target'} of CloudWatch Logs. Expected one of: ${[...operations.keys()].join(', ')}`,
    );
  }
  const input = readMembers(parseJsonBody(request), 'InvalidParameterException');
  return jsonResponse(operation(context, request.caller, input), request.requestId, '1.1');
}

const rateExceeded = () => new AwsError('ThrottlingException', 'Rate exceeded');

const renderError = (error: AwsError, requestId: string): ServiceResponse => jsonError(error, requestId, '1.1');
