import type { PolicyDocument } from '../../services/iam/configuration.ts';

const allowing = (actions: readonly string[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
});

const logActions = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];

/**
 * The policies of AWS that roles of functions commonly carry, by ARN.
 *
 * Source: AWS Managed Policy Reference Guide, the page of each policy.
 */
export const managedPolicies: ReadonlyMap<string, PolicyDocument> = new Map(
  Object.entries({
    'service-role/AWSLambdaBasicExecutionRole': allowing(logActions),
    'service-role/AWSLambdaSQSQueueExecutionRole': allowing([
      'sqs:ReceiveMessage',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      ...logActions,
    ]),
    'service-role/AmazonAPIGatewayPushToCloudWatchLogs': allowing([
      ...logActions,
      'logs:DescribeLogGroups',
      'logs:DescribeLogStreams',
      'logs:GetLogEvents',
      'logs:FilterLogEvents',
    ]),
    AWSXRayDaemonWriteAccess: allowing([
      'xray:PutTraceSegments',
      'xray:PutTelemetryRecords',
      'xray:GetSamplingRules',
      'xray:GetSamplingTargets',
      'xray:GetSamplingStatisticSummaries',
    ]),
  }).map(([name, document]) => [`arn:aws:iam::aws:policy/${name}`, document]),
);
