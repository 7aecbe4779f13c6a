import { describe, expect, it } from 'vitest';
import { find, only } from '../testing/document.ts';
import { synthesize } from '../testing/synthesize.ts';

const document = synthesize();
const headersOf = (response_type: string) =>
  only(document, 'aws_api_gateway_gateway_response', { response_type })['response_parameters'];

describe("the gateway's own errors", () => {
  it('are readable from the page that asked, each of them', () => {
    const responses = find(document, 'aws_api_gateway_gateway_response');
    expect(responses.map(({ response_type }) => response_type)).toEqual(
      expect.arrayContaining(['DEFAULT_4XX', 'DEFAULT_5XX']),
    );
    for (const { response_parameters, response_templates } of responses) {
      expect(response_parameters).toMatchObject({
        'gatewayresponse.header.Access-Control-Allow-Origin': 'method.request.header.Origin',
        'gatewayresponse.header.Access-Control-Expose-Headers': "'Location,Retry-After,ETag,x-amzn-RequestId'",
        'gatewayresponse.header.Vary': "'Origin'",
      });
      expect(response_parameters).not.toHaveProperty('gatewayresponse.header.Access-Control-Allow-Credentials');
      expect(response_templates).toEqual({ 'application/json': '{"message":$context.error.messageString}' });
    }
  });

  it.each(['THROTTLED', 'QUOTA_EXCEEDED'])('say when to come back: %s', (type) => {
    expect(headersOf(type)).toMatchObject({ 'gatewayresponse.header.Retry-After': expect.stringMatching(/^'\d+'$/) });
  });

  it.each(['UNAUTHORIZED', 'EXPIRED_TOKEN'])('say which credentials are asked for: %s', (type) => {
    expect(headersOf(type)).toMatchObject({ 'gatewayresponse.header.WWW-Authenticate': "'Bearer'" });
  });

  it('answer 401 to a token that has expired', () => {
    expect(only(document, 'aws_api_gateway_gateway_response', { response_type: 'EXPIRED_TOKEN' })['status_code']).toBe(
      '401',
    );
  });
});
