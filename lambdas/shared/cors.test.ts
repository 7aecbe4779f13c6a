import { expect, test } from 'vitest';
import { corsHeaders } from './cors.ts';

const allowed = ['https://app.example', 'https://www.example'];

test('an allowed origin is named, with the headers that its pages may read', () => {
  expect(corsHeaders('https://www.example', allowed)).toEqual({
    'Access-Control-Allow-Origin': 'https://www.example',
    'Access-Control-Expose-Headers': 'Location,Retry-After,ETag,x-amzn-RequestId',
    Vary: 'Origin',
  });
});

test.each([undefined, 'https://app.example.evil', 'null', ''])('the origin %s is not', (origin) => {
  expect(corsHeaders(origin, allowed)).toEqual({ Vary: 'Origin' });
});
