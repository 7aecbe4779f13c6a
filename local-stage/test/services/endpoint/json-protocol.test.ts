import { describe, expect, it } from 'vitest';
import { jsonError, jsonResponse, parseJsonBody, parseTarget } from '../../../src/services/json-protocol.ts';
import { AwsError } from '../../../src/services/service.ts';

describe('parseTarget', () => {
  it.each([
    ['AmazonSQS.SendMessage', { service: 'AmazonSQS', operation: 'SendMessage' }],
    ['com.amazonaws.Service_1.Do', { service: 'com.amazonaws.Service_1', operation: 'Do' }],
    ['SendMessage', undefined],
    ['.SendMessage', undefined],
    ['AmazonSQS.', undefined],
    [undefined, undefined],
  ])('%s', (header, expected) => {
    expect(parseTarget({ headers: header === undefined ? {} : { 'x-amz-target': header } })).toEqual(expected);
  });
});

describe('parseJsonBody', () => {
  it('takes an object, and nothing as an empty one', () => {
    expect(parseJsonBody({ body: Buffer.from('{"a":1}') })).toEqual({ a: 1 });
    expect(parseJsonBody({ body: Buffer.alloc(0) })).toEqual({});
  });

  it.each(['[1]', '"a"', 'null', '{', 'a=b'])('refuses %s', (text) => {
    expect(() => parseJsonBody({ body: Buffer.from(text) })).toThrow(
      expect.objectContaining({ code: 'SerializationException', status: 400 }),
    );
  });
});

describe('jsonResponse', () => {
  it('renders the document with its headers', () => {
    expect(jsonResponse({ a: 1 }, 'id', '1.1', { headers: { etag: 'x' } })).toEqual({
      status: 200,
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': 'id', etag: 'x' },
      body: '{"a":1}',
    });
  });

  it('has the checksum that DynamoDB’s clients check', () => {
    expect(jsonResponse({ TableNames: [] }, 'id', '1.0', { checksum: true }).headers['x-amz-crc32']).toBe('1315925753');
  });

  it('has no body without a document', () => {
    expect(jsonResponse(undefined, 'id', '1.0').body).toBe('');
  });
});

describe('jsonError', () => {
  const error = new AwsError('QueueDoesNotExist', 'The queue “x” does not exist.', 400, { Hint: 'a' });

  it('names the error and its details', () => {
    const { status, body } = jsonError(error, 'id', '1.0', { namespace: 'com.amazonaws.sqs' });
    expect([status, JSON.parse(String(body))]).toEqual([
      400,
      { __type: 'com.amazonaws.sqs#QueueDoesNotExist', message: 'The queue “x” does not exist.', Hint: 'a' },
    ]);
  });

  it('keeps a namespace of the error’s own', () => {
    const own = new AwsError('com.amazon.coral.validate#ValidationException', 'no');
    expect(JSON.parse(String(jsonError(own, 'id', '1.0', { namespace: 'x' }).body))).toMatchObject({
      __type: 'com.amazon.coral.validate#ValidationException',
    });
  });

  it('repeats the error in headers where the service does, in ASCII', () => {
    const { headers, body } = jsonError(error, 'id', '1.1', { errorHeaders: true, messageMember: 'Message' });
    expect(headers).toMatchObject({
      'x-amzn-errortype': 'QueueDoesNotExist:',
      'x-amzn-errormessage': 'The queue ?x? does not exist.',
    });
    expect(JSON.parse(String(body))).toMatchObject({ Message: 'The queue “x” does not exist.' });
  });
});
