import { expect, test } from 'vitest';
import { AccessDenied, type ConditionContext } from '../../../src/services/iam/authorization.ts';
import type { SignedRequest } from '../../../src/services/iam/signature-verifier.ts';
import { AwsError, type Caller } from '../../../src/services/service.ts';
import { api, integration, route, type StandOptions, stage, stand } from './fixtures.ts';

const caller: Caller = {
  accessKeyId: 'ASIAEXAMPLE',
  accountId: '123456789012',
  arn: 'arn:aws:sts::123456789012:assumed-role/operator/session',
  userId: 'AROAEXAMPLE:session',
  roleArn: 'arn:aws:iam::123456789012:role/operator',
};

function iamStand(options: StandOptions, payloadFormatVersion: '1.0' | '2.0' = '2.0') {
  const routes = [
    route('POST /iam/{id}', { authorizationType: 'AWS_IAM', integration: integration({ payloadFormatVersion }) }),
  ];
  return stand(api({ routes, stages: [stage('dev')] }), options);
}

test('a signed request reaches the integration with its caller', async () => {
  const verified: [SignedRequest, string][] = [];
  const required: [Caller | null, string, string, ConditionContext | undefined][] = [];
  const { events, send } = iamStand({
    signatureVerifier: {
      verify: (request, { service }) => {
        verified.push([request, service]);
        return caller;
      },
    },
    authorization: {
      require: (who, action, resource, context) => {
        required.push([who, action, resource, context]);
      },
    },
  });
  const response = await send('POST', '/dev/iam/a%20b?x=1', {
    headers: [
      ['Authorization', 'AWS4-HMAC-SHA256 Credential=x'],
      ['X-A', '1'],
      ['x-a', '2'],
    ],
    body: 'payload',
  });
  expect(response.status).toBe(200);
  expect(verified).toEqual([
    [
      {
        method: 'POST',
        path: '/dev/iam/a%20b',
        rawQuery: 'x=1',
        headers: { authorization: 'AWS4-HMAC-SHA256 Credential=x', 'x-a': '1,2' },
        body: Buffer.from('payload'),
      },
      'execute-api',
    ],
  ]);
  const arn = 'arn:aws:execute-api:eu-west-1:123456789012:abc123/dev/POST/iam/a b';
  expect(required).toEqual([[caller, 'execute-api:Invoke', arn, { 'aws:SourceIp': '127.0.0.1' }]]);
  expect(events[0]?.event).toMatchObject({
    headers: { authorization: 'AWS4-HMAC-SHA256 Credential=x' },
    requestContext: {
      authorizer: {
        iam: {
          accessKey: 'ASIAEXAMPLE',
          accountId: '123456789012',
          callerId: 'AROAEXAMPLE:session',
          cognitoIdentity: null,
          principalOrgId: null,
          userArn: caller.arn,
          userId: 'AROAEXAMPLE:session',
        },
      },
    },
  });
});

test('payload 1.0 has the caller in its identity', async () => {
  const { events, send } = iamStand({ signatureVerifier: { verify: () => caller } }, '1.0');
  await send('POST', '/dev/iam/1');
  expect(events[0]?.event['requestContext']).toMatchObject({
    identity: { accessKey: 'ASIAEXAMPLE', accountId: '123456789012', user: caller.userId, userArn: caller.arn },
  });
});

test.each<[string, StandOptions, string]>([
  ['an unsigned request', {}, 'the request is not signed'],
  [
    'a wrong signature',
    {
      signatureVerifier: {
        verify: () => {
          throw new AwsError('SignatureDoesNotMatch', 'the signature differs', 403);
        },
      },
    },
    'the signature differs',
  ],
  [
    'a caller without the permission',
    {
      signatureVerifier: { verify: () => caller },
      authorization: {
        require: () => {
          throw new AccessDenied('no policy allows execute-api:Invoke');
        },
      },
    },
    'no policy allows execute-api:Invoke',
  ],
])('%s is 403', async (_name, options, problem) => {
  const { events, records, send } = iamStand(options);
  const response = await send('POST', '/dev/iam/1');
  expect([response.status, response.text]).toEqual([403, '{"message":"Forbidden"}']);
  expect(records[0]?.explanation).toBe(`aws_apigatewayv2_route.POST_iam_id_: ${problem}`);
  expect(events).toEqual([]);
});
