import type { LogEvent, LogGroups } from '../../log-groups.ts';
import { AccessDenied, type Authorization } from '../iam/authorization.ts';
import { type Members, readMembers } from '../json-members.ts';
import { jsonError, jsonResponse, parseJsonBody, parseTarget } from '../json-protocol.ts';
import { AwsError, type AwsService, type Caller, type ServiceRequest, type ServiceResponse } from '../service.ts';

export interface LogsDependencies {
  readonly logGroups: LogGroups;
  readonly authorization: Authorization;
  readonly accountId: string;
  readonly region: string;
}

/** Most events of a page (Amazon CloudWatch Logs API Reference, "FilterLogEvents"). */
const largestPage = 10_000;

/** CloudWatch Logs, as far as somebody who looks into a stage's logs needs it: reading events. */
export function createLogs({ logGroups, authorization, accountId, region }: LogsDependencies): AwsService {
  const read = (caller: Caller | null, action: string, input: Members): readonly LogEvent[] => {
    const name = input.text('logGroupName');
    authorization.require(caller, `logs:${action}`, `arn:aws:logs:${region}:${accountId}:log-group:${name}:*`);
    const events = logGroups.read(name);
    if (!events) throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
    return within(events, input);
  };

  const operations: Readonly<Record<string, (caller: Caller | null, input: Members) => unknown>> = {
    FilterLogEvents(caller, input) {
      const matches = patternOf(input.optionalText('filterPattern') ?? '');
      const events = read(caller, 'FilterLogEvents', input).filter(({ message }) => matches(message));
      return { events: events.map(document), searchedLogStreams: [] };
    },
    GetLogEvents(caller, input) {
      const stream = input.text('logStreamName');
      const events = read(caller, 'GetLogEvents', input).filter(({ streamName }) => streamName === stream);
      return { events: events.map(({ timestamp, message }) => ({ timestamp, message, ingestionTime: timestamp })) };
    },
  };

  return {
    signingName: 'logs',
    renderError,
    async handle(request) {
      try {
        return answer(request, operations);
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

function answer(
  request: ServiceRequest,
  operations: Readonly<Record<string, (caller: Caller | null, input: Members) => unknown>>,
): ServiceResponse {
  const name = parseTarget(request)?.operation ?? '';
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (!operation) {
    throw new AwsError(
      'UnknownOperationException',
      `The local stage does not emulate ${name || 'a request without X-Amz-Target'} of CloudWatch Logs. Expected one of: ${Object.keys(operations).join(', ')}`,
    );
  }
  const input = readMembers(parseJsonBody(request), 'InvalidParameterException');
  return jsonResponse(operation(request.caller, input), request.requestId, '1.1');
}

/** The events of the time that the input names; the newest ones, where a limit cuts them. */
function within(events: readonly LogEvent[], input: Members): readonly LogEvent[] {
  const from = input.optionalInteger('startTime', 0, Number.MAX_SAFE_INTEGER) ?? 0;
  const to = input.optionalInteger('endTime', 0, Number.MAX_SAFE_INTEGER) ?? Number.POSITIVE_INFINITY;
  const limit = input.optionalInteger('limit', 1, largestPage) ?? largestPage;
  return events.filter(({ timestamp }) => timestamp >= from && timestamp < to).slice(-limit);
}

/**
 * Terms that a message must all contain: words, or text in double quotes.
 *
 * @throws {AwsError} for a pattern that is more than terms.
 */
function patternOf(pattern: string): (message: string) => boolean {
  const terms = [...pattern.matchAll(/"(?<quoted>[^"]*)"|(?<word>\S+)/g)].map(
    ({ groups }) => groups?.['quoted'] ?? groups?.['word'] ?? '',
  );
  if (/^\s*[[{%?-]/.test(pattern)) {
    throw new AwsError(
      'InvalidParameterException',
      `The local stage does not evaluate the filter pattern ${pattern}. Expected: terms, such as "AccessDenied"`,
    );
  }
  return (message) => terms.every((term) => message.includes(term));
}

const document = ({ timestamp, streamName, message }: LogEvent, index: number) => ({
  timestamp,
  message,
  ingestionTime: timestamp,
  logStreamName: streamName,
  eventId: String(index).padStart(56, '0'),
});

const renderError = (error: AwsError, requestId: string): ServiceResponse => jsonError(error, requestId, '1.1');
