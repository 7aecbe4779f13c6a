import spectral, { type RulesetDefinition } from '@stoplight/spectral-core';
import owasp from '@stoplight/spectral-owasp-ruleset';
import rulesets from '@stoplight/spectral-rulesets';
import { expect, test } from 'vitest';
import { openApiDocuments } from './openapi/documents.ts';

/** Spectral's rules for OpenAPI and OWASP's for APIs, all of them but these. */
const waived = {
  'license-url': 'the licence is named by its SPDX identifier, which excludes a URL',
  'owasp:api2:2023-read-restricted': 'a public row says its owner, its reason and when to look again',
  'owasp:api2:2023-short-lived-access-tokens': 'client credentials know no refresh; their tokens live for an hour',
  'owasp:api2:2023-write-restricted': 'a public row says its owner, its reason and when to look again',
  'owasp:api4:2023-array-limit': 'bounds are for requests, whose texts openapi.test.ts looks at',
  'owasp:api4:2023-integer-format': 'bounds are said by minimum and maximum',
  'owasp:api4:2023-rate-limit': 'API Gateway tells no limits in its answers',
  'owasp:api4:2023-string-limit': 'bounds are for requests, whose texts openapi.test.ts looks at',
  'owasp:api4:2023-string-restricted': 'what people write has a length and no pattern',
  'owasp:api8:2023-define-cors-origin': 'CORS depends on the origin and is no part of an operation',
  'owasp:api8:2023-define-error-responses-401': 'a public route and one for AWS principals never answer 401',
  'owasp:api8:2023-define-error-validation': 'a request without parameters and body cannot be invalid',
} as const;

const linter = new spectral.Spectral();
linter.setRuleset({
  extends: [
    [rulesets.oas as RulesetDefinition, 'all'],
    // Its declarations call the module what is the ruleset itself.
    [owasp as unknown as RulesetDefinition, 'all'],
  ],
  rules: Object.fromEntries(Object.keys(waived).map((rule) => [rule, 'off' as const])),
});

test.each(openApiDocuments())('no rule finds anything in the document of $name', async ({ document }) => {
  const findings = await linter.run(JSON.parse(JSON.stringify(document)) as Record<string, unknown>);
  expect(findings.map(({ code, message, path }) => `${code} at ${path.join('/')}: ${message}`)).toEqual([]);
});

test('rules find what is wrong', async () => {
  const findings = await linter.run({ openapi: '3.1.1', info: { title: 'Things' }, paths: { '/things/': {} } });
  expect(findings.map(({ code }) => code)).toEqual(
    expect.arrayContaining(['oas3-schema', 'oas3-api-servers', 'path-keys-no-trailing-slash']),
  );
});
