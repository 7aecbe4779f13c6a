import { describe, expect, it } from 'vitest';
import { cognitoOperations } from '../../../src/services/cognito/operations/operations.ts';
import { errorOf } from '../../../src/services/error-of.ts';
import { s3Operations } from '../../../src/services/s3/routing.ts';
import { AwsError, type ServiceRequest } from '../../../src/services/service.ts';
import { jsonOperations } from '../../../src/services/service-operations.ts';

const request = (method: string, target: string, headers: ServiceRequest['headers'] = {}): ServiceRequest => {
  const { pathname: path, searchParams: query } = new URL(target, 'http://127.0.0.1');
  return { method, path, query, headers, body: Buffer.alloc(0), caller: null, requestId: 'id', origin: '' };
};

describe('the operation of a request', () => {
  it.each([
    ['GET', '/bucket?list-type=2', {}, 'ListObjectsV2'],
    ['POST', '/bucket?delete', {}, 'DeleteObjects'],
    ['POST', '/bucket', {}, 'PostObject'],
    ['PUT', '/bucket/a/b', {}, 'PutObject'],
    ['PUT', '/bucket/a', { 'x-amz-copy-source': '/bucket/b' }, 'CopyObject'],
    ['PUT', '/bucket/a?X-Amz-Copy-Source=%2Fbucket%2Fb', {}, 'CopyObject'],
    ['PUT', '/bucket/a?uploadId=1&partNumber=1', {}, 'UploadPart'],
    ['OPTIONS', '/bucket/a', {}, undefined],
    ['GET', '/', {}, undefined],
  ])('to S3: %s %s %j', (method, target, headers, operation) => {
    expect(s3Operations.of(request(method, target, headers))).toBe(operation);
  });

  it.each([
    ['POST', '/', { 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth' }, 'InitiateAuth'],
    ['POST', '/', { 'x-amz-target': 'AWSCognitoIdentityProviderService.constructor' }, undefined],
    ['POST', '/eu-central-1_abc/oauth2/token', {}, 'oauth2/token'],
    ['GET', '/eu-central-1_abc/.well-known/jwks.json', {}, '.well-known/jwks.json'],
  ])('to Cognito: %s %s %j', (method, target, headers, operation) => {
    expect(cognitoOperations.of(request(method, target, headers))).toBe(operation);
  });

  it('is the one of the header where the protocol has that', () => {
    const operations = jsonOperations(['Send', 'Receive'], () => new AwsError('Slower', 'slower'));
    expect(operations.names).toEqual(['Receive', 'Send']);
    expect(operations.of(request('POST', '/', { 'x-amz-target': 'Queues.Send' }))).toBe('Send');
    expect(operations.of(request('POST', '/', { 'x-amz-target': 'Queues.Delete' }))).toBeUndefined();
    expect(operations.of(request('POST', '/'))).toBeUndefined();
  });
});

describe('the error of an answer', () => {
  it.each([
    [
      '{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"none"}',
      {},
      { code: 'QueueDoesNotExist', message: 'none' },
    ],
    ['{"__type":"AccessDenied","Message":"no"}', {}, { code: 'AccessDenied', message: 'no' }],
    ['{"message":"gone"}', { 'x-amzn-errortype': 'NotFoundException' }, { code: 'NotFoundException', message: 'gone' }],
    ['{"error":"invalid_client"}', {}, { code: 'invalid_client', message: '' }],
    ['<Error><Code>NoSuchKey</Code><Message>gone</Message></Error>', {}, { code: 'NoSuchKey', message: 'gone' }],
    ['', {}, undefined],
    ['<html>', {}, undefined],
  ])('%j is read', (body, headers, error) => {
    expect(errorOf({ status: 400, headers, body })).toEqual(error);
  });

  it('is none where the answer is a success', () => {
    expect(errorOf({ status: 200, headers: {}, body: '{"__type":"x"}' })).toBeUndefined();
  });
});
