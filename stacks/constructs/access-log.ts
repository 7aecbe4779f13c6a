import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group/index.js';
import type { Construct } from 'constructs';
import type { Environment } from '../environment.ts';
import { resourceName } from './names.ts';

/**
 * Fields of both APIs' rows. Each is a string, since a variable without a value is written as `-`.
 * No field holds what a caller can choose freely: API Gateway does not escape it, and a quote in it
 * would forge a row. Nor does any hold a message that may quote the `Authorization` header, as those of
 * signatures do: the kind of error tells enough.
 */
const commonFields = {
  requestId: '$context.requestId',
  requestTime: '$context.requestTime',
  sourceIp: '$context.identity.sourceIp',
  method: '$context.httpMethod',
  status: '$context.status',
  responseLength: '$context.responseLength',
  responseLatencyMs: '$context.responseLatency',
  integrationStatus: '$context.integration.status',
  errorType: '$context.error.responseType',
};

/** A row of the REST API ("Variables for access logging for API Gateway"). */
export const restAccessLogFormat = JSON.stringify({
  ...commonFields,
  extendedRequestId: '$context.extendedRequestId',
  resource: '$context.resourcePath',
  integrationLatencyMs: '$context.integration.latency',
  apiKeyId: '$context.identity.apiKeyId',
  principalId: '$context.authorizer.principalId',
  userId: '$context.authorizer.claims.sub',
  traceId: '$context.xrayTraceId',
});

/** A row of the HTTP API ("Customize HTTP API access logs"). */
export const httpAccessLogFormat = JSON.stringify({
  ...commonFields,
  route: '$context.routeKey',
  integrationLatencyMs: '$context.integration.latency',
  integrationError: '$context.integration.error',
  error: '$context.error.message',
  clientId: '$context.authorizer.claims.client_id',
  principalArn: '$context.identity.userArn',
});

/** The log group of an API's access log. */
export function accessLogGroup(scope: Construct, environment: Environment, api: string): CloudwatchLogGroup {
  return new CloudwatchLogGroup(scope, 'access-log', {
    // The prefix keeps CloudWatch's resource policy below its limit ("Enabling logging from AWS services").
    name: `/aws/vendedlogs/${resourceName(environment, api)}/access`,
    retentionInDays: environment.logRetentionDays,
  });
}
