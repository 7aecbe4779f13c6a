import { describe, expect, it } from 'vitest';
import { environments } from '../environments.ts';
import { at, find, only, referred } from '../testing/document.ts';
import { synthesize } from '../testing/synthesize.ts';

const document = synthesize();

describe('the stage of the REST API', () => {
  const stage = at(document, 'aws_api_gateway_stage.task-api-stage');

  it('is named as the environment and traced', () => {
    expect(stage).toMatchObject({ stage_name: 'dev', xray_tracing_enabled: true });
  });

  it('logs a row of JSON a request, without anything that a caller writes freely', () => {
    const { destination_arn, format } = stage['access_log_settings'] as Record<string, string>;
    expect(at(document, referred(destination_arn))).toMatchObject({ retention_in_days: 7 });
    const row = JSON.parse(String(format)) as Record<string, string>;
    expect(row).toMatchObject({ requestId: '$context.requestId', status: '$context.status' });
    expect(Object.values(row)).not.toContain('$context.identity.userAgent');
    expect(Object.values(row)).not.toContain('$context.path');
    // On a route that is not there, the message repeats the Authorization header.
    expect(Object.values(row)).not.toContain('$context.error.message');
  });

  it('keeps its execution log as long as any other', () => {
    const name = 'API-Gateway-Execution-Logs_${aws_api_gateway_rest_api.task-api.id}/dev';
    expect(only(document, 'aws_cloudwatch_log_group', { name })['retention_in_days']).toBe(7);
  });

  it('has settings for every method, and for each route those of its class', () => {
    const settings = find(document, 'aws_api_gateway_method_settings');
    const { standard, signIn } = environments.dev.throttles;
    const ofPath = (path: string) => settings.find(({ method_path }) => method_path === path)?.['settings'];
    expect(ofPath('*/*')).toEqual({
      metrics_enabled: true,
      logging_level: 'INFO',
      data_trace_enabled: true,
      throttling_rate_limit: standard.ratePerSecond,
      throttling_burst_limit: standard.burst,
    });
    expect(ofPath('~1auth~1login/POST')).toEqual({
      metrics_enabled: true,
      logging_level: 'INFO',
      data_trace_enabled: true,
      throttling_rate_limit: signIn.ratePerSecond,
      throttling_burst_limit: signIn.burst,
    });
  });
});

describe('usage plans', () => {
  it.each(['partner', 'smoke'] as const)('cover the stage: %s', (holder) => {
    const limits = environments.dev[`${holder}Plan`];
    expect(at(document, `aws_api_gateway_usage_plan.${holder}-usage-plan`)).toMatchObject({
      api_stages: [
        {
          api_id: '${aws_api_gateway_stage.task-api-stage.rest_api_id}',
          stage: '${aws_api_gateway_stage.task-api-stage.stage_name}',
        },
      ],
      throttle_settings: { rate_limit: limits.ratePerSecond, burst_limit: limits.burst },
      quota_settings: { limit: limits.requestsPerDay, period: 'DAY' },
    });
    const key = { key_id: `\${aws_api_gateway_api_key.${holder}-api-key.id}` };
    expect(only(document, 'aws_api_gateway_usage_plan_key', key)).toMatchObject({
      usage_plan_id: `\${aws_api_gateway_usage_plan.${holder}-usage-plan.id}`,
      key_type: 'API_KEY',
    });
  });
});
