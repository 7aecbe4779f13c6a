import { describe, expect, it } from 'vitest';
import { environments } from '../environments.ts';
import { kebabCase, resourceName } from './names.ts';

describe('resourceName', () => {
  it('says project, environment and thing', () => {
    expect(resourceName(environments.dev, 'start-export')).toBe('gatehouse-dev-start-export');
  });

  it('refuses a name that is too long for a function or a role', () => {
    expect(resourceName(environments.dev, 'x'.repeat(50))).toHaveLength(64);
    expect(() => resourceName(environments.dev, 'x'.repeat(51))).toThrow('has 65 characters. Expected: at most 64');
  });
});

describe('kebabCase', () => {
  it('puts a dash before each capital', () => {
    expect(kebabCase('listPartnerProjects')).toBe('list-partner-projects');
    expect(kebabCase('login')).toBe('login');
  });
});
