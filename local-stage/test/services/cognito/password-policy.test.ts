import { describe, expect, it } from 'vitest';
import { generatePassword, requirePolicy } from '../../../src/services/cognito/password-policy.ts';

const strict = {
  minimumLength: 8,
  requireLowercase: true,
  requireUppercase: true,
  requireNumbers: true,
  requireSymbols: true,
};

describe('a password policy', () => {
  it.each([['Abcdef1!'], ['Abcd 123']])('takes %j', (password) => {
    expect(() => requirePolicy(password, strict)).not.toThrow();
  });

  it.each([
    ['Abcdef12', 'Password must have symbol characters'],
    [' Abcdef12', 'Password must have symbol characters'],
    ['Abcde1!', 'Password not long enough'],
    [`Ab1!${'x'.repeat(253)}`, 'Password too long'],
  ])('refuses %j', (password, complaint) => {
    expect(() => requirePolicy(password, strict)).toThrow(`Password did not conform with policy: ${complaint}`);
  });

  it('asks for nothing that it does not say', () => {
    const lax = {
      ...strict,
      requireLowercase: false,
      requireUppercase: false,
      requireNumbers: false,
      requireSymbols: false,
    };
    expect(() => requirePolicy('--------', lax)).not.toThrow();
  });

  it('is met by the passwords that are generated', () => {
    for (const minimumLength of [6, 8, 99]) {
      const policy = { ...strict, minimumLength };
      expect(() => requirePolicy(generatePassword(policy), policy)).not.toThrow();
    }
  });
});
