import { expect, test } from 'vitest';
import type { PartnerScope } from '../../contracts/route-table.ts';
import { partnerPolicy } from './partner-policy.ts';

const api = 'arn:aws:execute-api:eu-west-1:123456789012:abc123';
const policyOf = (...scopes: PartnerScope[]) =>
  partnerPolicy({ partnerId: 'acme', scopes }, `${api}/dev/GET/partner/projects`);

test.each<[PartnerScope[], string[]]>([
  [['projects:read'], [`${api}/dev/GET/partner/*`]],
  [['tasks:write'], [`${api}/dev/POST/partner/*`]],
  [
    ['projects:read', 'tasks:write'],
    [`${api}/dev/GET/partner/*`, `${api}/dev/POST/partner/*`],
  ],
])('the scopes %j open %j', (scopes, resources) => {
  expect(policyOf(...scopes)).toMatchObject({
    principalId: 'acme',
    context: { partnerId: 'acme', scopes: scopes.join(' ') },
    policyDocument: { Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: resources }] },
  });
});

test('no scopes open nothing', () => {
  expect(policyOf().policyDocument.Statement).toEqual([
    { Action: 'execute-api:Invoke', Effect: 'Deny', Resource: `${api}/dev/*/partner/*` },
  ]);
});
