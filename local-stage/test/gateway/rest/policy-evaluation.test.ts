import { describe, expect, test } from 'vitest';
import { evaluateInvokePolicy, PolicyEvaluationError } from '../../../src/gateway/policy-evaluation.ts';

const arn = 'arn:aws:execute-api:eu-west-1:123456789012:api1/dev/GET/projects/1';
const api = 'arn:aws:execute-api:eu-west-1:123456789012:api1';
const allow = (Resource: unknown) => ({ Effect: 'Allow', Action: 'execute-api:Invoke', Resource });
const deny = (Resource: unknown) => ({ Effect: 'Deny', Action: 'execute-api:Invoke', Resource });
const policy = (...Statement: unknown[]) => ({ Version: '2012-10-17', Statement });

describe('evaluateInvokePolicy', () => {
  test.each([
    ['the method itself', policy(allow(arn)), 'allow'],
    ['a wildcard that spans slashes', policy(allow(`${api}/dev/*`)), 'allow'],
    ['a question mark for one character', policy(allow(`${api}/dev/GET/projects/?`)), 'allow'],
    ['one of several resources', policy(allow([`${api}/dev/POST/*`, arn])), 'allow'],
    ['a single statement without a list', { Statement: allow(arn) }, 'allow'],
    ['an action in another case', policy({ ...allow(arn), Action: 'EXECUTE-API:invoke' }), 'allow'],
    ['any action', policy({ ...allow(arn), Action: ['*'] }), 'allow'],
    ['another method', policy(allow(`${api}/dev/POST/projects/1`)), 'implicit-deny'],
    ['another action', policy({ ...allow(arn), Action: 's3:GetObject' }), 'implicit-deny'],
    ['no statement at all', policy(), 'implicit-deny'],
    ['a Deny', policy(deny('*')), 'explicit-deny'],
    ['a Deny after an Allow', policy(allow('*'), deny(arn)), 'explicit-deny'],
    ['a Deny of another method', policy(allow('*'), deny(`${api}/dev/POST/*`)), 'allow'],
    ['NotAction', policy({ Effect: 'Allow', NotAction: 's3:*', Resource: '*' }), 'allow'],
    ['NotResource', policy({ Effect: 'Deny', Action: '*', NotResource: arn }), 'implicit-deny'],
  ])('%s', (_, document, decision) => {
    expect(evaluateInvokePolicy(document, arn)).toBe(decision);
  });

  test.each([
    ['a condition', policy({ ...allow(arn), Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }), 'Condition'],
    ['an unknown effect', policy({ ...allow(arn), Effect: 'allow' }), 'Effect'],
    ['no resource', policy({ Effect: 'Allow', Action: '*' }), 'Resource'],
    ['both Action and NotAction', policy({ ...allow(arn), NotAction: 'x' }), 'Action'],
    ['a resource that is no string', policy(allow(7)), 'Resource'],
    ['a document that is text', 'allow', 'policy document'],
    ['no document', undefined, 'policy document'],
    ['no statement', {}, 'policy statement'],
  ])('refuses %s', (_, document, named) => {
    expect(() => evaluateInvokePolicy(document, arn)).toThrow(PolicyEvaluationError);
    expect(() => evaluateInvokePolicy(document, arn)).toThrow(named);
  });
});
