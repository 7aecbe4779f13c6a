import { describe, expect, test } from 'vitest';
import { AccessDenied, type Authorization } from '../../../src/services/iam/authorization.ts';
import type { SignatureVerifier, SignedRequest } from '../../../src/services/iam/signature-verifier.ts';
import { AwsError } from '../../../src/services/service.ts';
import { startRestApi } from './rest-stage.ts';

const caller = {
  accessKeyId: 'AKIDEXAMPLE',
  accountId: '123456789012',
  arn: 'arn:aws:sts::123456789012:assumed-role/operator/session',
  userId: 'AROAEXAMPLE:session',
  roleArn: 'arn:aws:iam::123456789012:role/operator',
};
const methodArn = 'arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5/dev/GET/x';
const signed = { headers: { Authorization: 'AWS4-HMAC-SHA256 Credential=x', 'X-Amz-Date': 'now', 'X-A': '1' } };

function start(verify: SignatureVerifier['verify'], require: Authorization['require'] = () => {}) {
  return startRestApi(
    { routes: { 'GET /x': { authorization: 'AWS_IAM' } } },
    { dependencies: { signatureVerifier: { verify }, authorization: { require } } },
  );
}

test('a signed request reaches the function with who signed it, but without the signature', async () => {
  const checked: unknown[] = [];
  const stage = start(
    () => caller,
    (...args) => checked.push(args),
  );
  expect((await stage.call('GET', '/dev/x', signed)).status).toBe(200);
  expect(checked).toEqual([[caller, 'execute-api:Invoke', methodArn]]);
  const event = stage.invocations[0]?.event;
  expect(event.requestContext.identity).toMatchObject({
    accountId: '123456789012',
    caller: 'AROAEXAMPLE:session',
    user: 'AROAEXAMPLE:session',
    accessKey: 'AKIDEXAMPLE',
    userArn: caller.arn,
  });
  expect(event.headers).not.toHaveProperty('Authorization');
  expect(event.headers).toHaveProperty('X-Amz-Date');
  expect(event.requestContext).not.toHaveProperty('authorizer');
});

test('the verifier sees the request as it was signed', async () => {
  const seen: [SignedRequest, { readonly service: string }][] = [];
  const stage = start((request, expected) => {
    seen.push([request, expected]);
    return caller;
  });
  const headers = [...Object.entries(signed.headers), ['x-a', '2'] as [string, string]];
  await stage.call('GET', '/dev/x?b=2&a=1', { headers, body: 'bytes' });
  const [request, expected] = seen[0] ?? [];
  expect(expected).toEqual({ service: 'execute-api' });
  expect(request).toMatchObject({ method: 'GET', path: '/dev/x', rawQuery: 'b=2&a=1' });
  expect(request?.headers).toMatchObject({ host: '127.0.0.1:4000', 'x-a': '1,2' });
  expect(request?.body.toString()).toBe('bytes');
});

describe('a request that is refused', () => {
  test('without a signature', async () => {
    const stage = start(() => null);
    const answer = await stage.call('GET', '/dev/x');
    expect([answer.status, answer.text]).toEqual([403, '{"message":"Missing Authentication Token"}']);
    expect(answer.header('x-amzn-ErrorType')).toBe('MissingAuthenticationTokenException');
    expect(stage.explanation()).toContain('aws_api_gateway_method.GET_x takes AWS_IAM');
  });

  test('with a token that is no signature', async () => {
    const answer = await start(() => null).call('GET', '/dev/x', { headers: { Authorization: 'Bearer abc' } });
    expect([answer.status, answer.header('x-amzn-ErrorType')]).toEqual([403, 'IncompleteSignatureException']);
  });

  test.each([
    ['SignatureDoesNotMatch', 'InvalidSignatureException'],
    ['InvalidSignatureException', 'InvalidSignatureException'],
    ['InvalidClientTokenId', 'UnrecognizedClientException'],
    ['IncompleteSignature', 'IncompleteSignatureException'],
    ['ExpiredTokenException', 'ExpiredTokenException'],
  ])('with %s', async (code, errorType) => {
    const stage = start(() => {
      throw new AwsError(code, 'the reason', 400);
    });
    const answer = await stage.call('GET', '/dev/x', signed);
    expect([answer.status, answer.text]).toEqual([403, '{"message":"the reason"}']);
    expect(answer.header('x-amzn-ErrorType')).toBe(errorType);
    expect(stage.explanation()).toContain(`aws_api_gateway_method.GET_x refuses the signature: ${code}`);
  });

  test('by the policies of who signed it, the account masked', async () => {
    const stage = start(
      () => caller,
      () => {
        throw new AccessDenied(
          `User: ${caller.arn} is not authorized to perform: execute-api:Invoke on resource: ${methodArn}`,
        );
      },
    );
    const answer = await stage.call('GET', '/dev/x', signed);
    expect(answer.status).toBe(403);
    expect(answer.json.Message).toBe(
      `User: ${caller.arn} is not authorized to perform: execute-api:Invoke on resource: ` +
        'arn:aws:execute-api:eu-west-1:********9012:a1b2c3d4e5/dev/GET/x',
    );
    expect(answer.header('x-amzn-ErrorType')).toBe('AccessDeniedException');
    expect(stage.invocations).toEqual([]);
  });
});
