import { describe, expect, it } from 'vitest';
import { environments } from '../environments.ts';
import { at, find, only, referred } from '../testing/document.ts';
import { synthesize } from '../testing/synthesize.ts';
import { originTemplate } from './preflight.ts';

describe('originTemplate', () => {
  it('names the origin of the request if it is one of these', () => {
    expect(originTemplate(['https://a.example', 'https://b.example']).split('\n')).toEqual([
      "#set($origin = $input.params('Origin'))",
      `#if($origin == "")#set($origin = $input.params('origin'))#end`,
      '#if($origin == "https://a.example" || $origin == "https://b.example")',
      '#set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)',
      '#end',
    ]);
  });
});

describe('preflights', () => {
  const document = synthesize();
  const responses = find(document, 'aws_api_gateway_integration_response');

  it('name the origins of the environment', () => {
    for (const { response_templates } of responses) {
      expect(response_templates).toEqual({ 'application/json': originTemplate(environments.dev.corsOrigins) });
    }
  });

  it('name the methods of the path, in one answer for all of them', () => {
    const { resource_id } = only(document, 'aws_api_gateway_method', { operation_name: 'createProject' });
    expect(only(document, 'aws_api_gateway_integration_response', { resource_id })['response_parameters']).toEqual({
      'method.response.header.Access-Control-Allow-Headers':
        "'authorization,content-type,idempotency-key,if-match,x-api-key'",
      'method.response.header.Access-Control-Allow-Methods': "'GET,OPTIONS,POST'",
      'method.response.header.Access-Control-Max-Age': "'600'",
      'method.response.header.Vary': "'Origin'",
    });
  });

  it('ask no function and nobody for credentials', () => {
    const integrations = find(document, 'aws_api_gateway_integration', { http_method: 'OPTIONS' });
    expect(integrations).toHaveLength(responses.length);
    for (const { type, resource_id } of integrations) {
      expect(type).toBe('MOCK');
      expect(only(document, 'aws_api_gateway_method', { resource_id, http_method: 'OPTIONS' })).toMatchObject({
        authorization: 'NONE',
      });
    }
  });

  it('exist for every path that has a method', () => {
    const resourcesOf = (methods: readonly Record<string, unknown>[]) =>
      new Set(methods.map(({ resource_id }) => at(document, referred(resource_id))));
    const all = find(document, 'aws_api_gateway_method');
    expect(resourcesOf(all.filter(({ http_method }) => http_method === 'OPTIONS'))).toEqual(
      resourcesOf(all.filter(({ http_method }) => http_method !== 'OPTIONS')),
    );
  });
});
