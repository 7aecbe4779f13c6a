import { expect } from 'vitest';
import type { RawAnswer } from './requests.ts';

/** An origin that no environment has. */
export const origin = 'https://elsewhere.example';

/** The gateway's own error: its body says no more than a message, and a page of any origin can read it. */
export function expectGatewayError({ status, headers, body }: RawAnswer, expected: number): void {
  expect({ status, body }).toEqual({ status: expected, body: { message: expect.any(String) } });
  expect(headers.get('access-control-allow-origin')).toBe(origin);
  expect(headers.get('access-control-allow-credentials')).toBeNull();
  expect(headers.get('access-control-expose-headers')).toMatch(/x-amzn-requestid/i);
  expect(headers.get('vary')).toMatch(/origin/i);
}
