import { type Blocks, reference } from './document.ts';

/** Variables that every API of the suite writes for a request. */
const variables = [
  'requestId',
  'extendedRequestId',
  'status',
  'stage',
  'responseLength',
  'responseLatency',
  'error.message',
  'error.responseType',
  'integration.error',
  'integration.status',
  'integration.integrationStatus',
  'integrationErrorMessage',
  'integrationStatus',
  'authorizer.principalId',
  'authorizer.claims.sub',
];

/** No JSON: a variable's value is written as it is, and an error's may hold quotes. */
const format = variables.map((name) => `${name}=$context.${name}`).join(' | ');

/** The variables of a row, by name. */
export function parseLogRow(row: string): Readonly<Record<string, string>> {
  const members = row.split(' | ').map((member) => {
    const equals = member.indexOf('=');
    return [member.slice(0, equals), member.slice(equals + 1)] as const;
  });
  return Object.fromEntries(members);
}

/** Name of the log group that an API's stages write their access log to. */
export const accessLogGroup = (api: string): string => `/apis/${api}`;

/** The log group of an API, and the settings with which a stage writes to it. */
export function accessLog(api: string): {
  readonly blocks: Blocks;
  readonly settings: Readonly<Record<string, unknown>>;
} {
  return {
    blocks: { aws_cloudwatch_log_group: { [`access_${api}`]: { name: accessLogGroup(api) } } },
    settings: {
      access_log_settings: [{ destination_arn: reference(`aws_cloudwatch_log_group.access_${api}`, 'arn'), format }],
    },
  };
}
