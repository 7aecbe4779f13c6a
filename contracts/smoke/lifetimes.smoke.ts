import {
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DescribeTimeToLiveCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { stage } from './requests.ts';

/** What only shows after minutes or days, read from the services that do it. */

const sqs = new SQSClient({});
const daySeconds = 24 * 60 * 60;

const attributesOf = async (QueueUrl: string) =>
  (await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }))).Attributes ?? {};

test('an export that fails is tried five times, six minutes apart, and then kept for two weeks', async () => {
  const queue = await attributesOf(stage.outputs.exportQueueUrl);
  const deadLetters = await attributesOf(stage.outputs.exportDeadLetterQueueUrl);
  expect(JSON.parse(queue['RedrivePolicy'] ?? '{}')).toEqual({
    deadLetterTargetArn: deadLetters['QueueArn'],
    maxReceiveCount: 5,
  });
  expect(queue['VisibilityTimeout']).toBe('360');
  expect(deadLetters['MessageRetentionPeriod']).toBe(String(14 * daySeconds));
  // Nobody else's messages come between them.
  expect(JSON.parse(deadLetters['RedriveAllowPolicy'] ?? '{}')).toEqual({
    redrivePermission: 'byQueue',
    sourceQueueArns: [queue['QueueArn']],
  });
});

test('items of the table end at expiresAt', async () => {
  const { TimeToLiveDescription } = await new DynamoDBClient({}).send(
    new DescribeTimeToLiveCommand({ TableName: stage.outputs.tableName }),
  );
  expect(TimeToLiveDescription).toEqual({ AttributeName: 'expiresAt', TimeToLiveStatus: 'ENABLED' });
});

const secondsOf = { seconds: 1, minutes: 60, hours: 60 * 60, days: daySeconds };

test('a user stays signed in for 30 days', async () => {
  const { userPoolId: UserPoolId, userPoolClientId: ClientId } = stage.outputs;
  const { UserPoolClient } = await new CognitoIdentityProviderClient({}).send(
    new DescribeUserPoolClientCommand({ UserPoolId, ClientId }),
  );
  const { RefreshTokenValidity = 0, TokenValidityUnits } = UserPoolClient ?? {};
  expect(RefreshTokenValidity * secondsOf[TokenValidityUnits?.RefreshToken ?? 'days']).toBe(30 * daySeconds);
});
