import { reference } from '../documents/document.ts';
import { functionsDocument } from '../documents/functions.ts';
import { imageText } from './image.ts';

const invoke = { Action: 'execute-api:Invoke', Resource: '*' };
const image = { statusCode: 200, headers: { 'Content-Type': 'image/png' }, body: btoa(imageText) };

export const restFunctionsDocument = functionsDocument({
  echo: { handler: 'echo' },
  parse: { handler: 'parse' },
  bounce: { handler: 'bounce' },
  fail: { handler: 'fail' },
  failAtImport: { handler: 'failAtImport' },
  sleep: { handler: 'sleep' },
  sleepLong: { handler: 'sleep', timeoutSeconds: 1 },
  unpermitted: { handler: 'echo' },
  // Above what Lambda takes as an answer by some bytes.
  big: { handler: 'large', environment: { BYTES: '6291600' } },
  image: { handler: 'answer', environment: { ANSWER: JSON.stringify({ ...image, isBase64Encoded: true }) } },
  unflaggedImage: { handler: 'answer', environment: { ANSWER: JSON.stringify({ ...image, isBase64Encoded: false }) } },
  octets: {
    handler: 'answer',
    environment: { ANSWER: JSON.stringify({ statusCode: 200, body: '3q2+7w==', isBase64Encoded: true }) },
  },
  caller: { handler: 'environment', statements: [{ Effect: 'Allow', ...invoke }] },
  denied: {
    handler: 'environment',
    statements: [
      { Effect: 'Allow', ...invoke },
      { Effect: 'Deny', ...invoke },
    ],
  },
  policyAuthorizer: {
    handler: 'policyAuthorizer',
    environment: { API_KEY: reference('aws_api_gateway_api_key.validKey', 'value') },
  },
});
