import { expect, test, vi } from 'vitest';
import { largestBodyBytes } from '../../../src/gateway/request-body.ts';
import { api, failed, integration, route, stage, stand, throttledByLambda } from './fixtures.ts';

test('a function that answers too late is 503 without a content type', async () => {
  const routes = [route('GET /slow', { integration: integration({ timeoutMs: 1_000 }) })];
  const { clock, events, records, send } = stand(api({ routes }), {
    functions: { echo: () => new Promise(() => undefined) },
  });
  const pending = send('GET', '/slow');
  await vi.waitFor(() => expect(events).toHaveLength(1), 8000);
  clock.advance(1_000);
  const response = await pending;
  expect([response.status, response.text]).toEqual([503, '{"message":"Service Unavailable"}']);
  expect(response.header('content-type')).toBeUndefined();
  expect(records[0]).toMatchObject({ status: 503, functionName: 'echo' });
  expect(records[0]?.explanation).toContain('aws_apigatewayv2_integration.echo');
});

test('a function that Lambda throttles is 503', async () => {
  const { send } = stand(api(), { functions: { echo: () => throttledByLambda } });
  expect((await send('GET', '/health')).status).toBe(503);
});

test('a function that fails is 500, and the caller learns nothing of it', async () => {
  const { records, send } = stand(api(), {
    functions: { echo: () => failed({ errorType: 'TypeError', errorMessage: 'secret' }) },
  });
  const response = await send('GET', '/health');
  expect([response.status, response.text]).toEqual([500, '{"message":"Internal Server Error"}']);
  expect(response.header('content-type')).toBe('application/json');
  expect(records[0]?.explanation).toContain('secret');
});

test('a function that does not exist is 500', async () => {
  const routes = [
    route('GET /x', { integration: integration({ functionArn: 'arn:aws:lambda:eu-west-1:1:function:no' }) }),
  ];
  const { send } = stand(api({ routes }));
  expect((await send('GET', '/x')).status).toBe(500);
});

test.each([
  ['GET /items/{id}', '/dev/items/1', '/dev/GET/items/{id}'],
  ['$default', '/dev/items/1', '/dev/$default'],
])('without a permission for %s the answer is 500', async (routeKey, target, source) => {
  const sources: string[] = [];
  const { events, records, send } = stand(api({ routes: [route(routeKey)], stages: [stage('dev')] }), {
    permits: (_arn, sourceArn) => {
      sources.push(sourceArn);
      return false;
    },
  });
  const response = await send('GET', target);
  expect([response.status, response.text]).toEqual([500, '{"message":"Internal Server Error"}']);
  expect(sources).toEqual([`arn:aws:execute-api:eu-west-1:123456789012:abc123${source}`]);
  expect(records[0]?.explanation).toContain('aws_lambda_permission');
  expect(events).toEqual([]);
});

test('a body above 10 MB is 413, and so is an event above what Lambda takes', async () => {
  const { events, send } = stand(api({ routes: [route('POST /x')] }));
  for (const bytes of [largestBodyBytes + 1, 6 * 1024 * 1024]) {
    const response = await send('POST', '/x', { body: Buffer.alloc(bytes) });
    expect([response.status, response.text]).toEqual([413, '{"message":"Request Entity Too Large"}']);
  }
  expect(events).toEqual([]);
});

test('a defect of the stage is 500, is reported, and does not throw', async () => {
  const report = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const { records, send } = stand(api(), {
    permits: () => {
      throw new RangeError('broken');
    },
  });
  expect((await send('GET', '/health')).status).toBe(500);
  expect(records[0]?.explanation).toBe('a defect of the local stage: broken');
  expect(report).toHaveBeenCalledOnce();
  report.mockRestore();
});

test('routes have their own throttle, or one each of the default', async () => {
  const { clock, records, send } = stand(
    api({
      routes: [route('GET /a'), route('GET /b'), route('GET /c')],
      stages: [
        stage('$default', {
          defaultRouteThrottle: { rateLimit: 1, burstLimit: 1 },
          routeThrottles: { 'GET /c': { rateLimit: 1, burstLimit: 2 } },
        }),
      ],
    }),
  );
  const statuses = async (...paths: string[]) => {
    const results: number[] = [];
    for (const path of paths) results.push((await send('GET', path)).status);
    return results;
  };
  expect(await statuses('/a', '/a', '/b', '/b', '/c', '/c', '/c')).toEqual([200, 429, 200, 429, 200, 200, 429]);
  expect(records[1]?.explanation).toBe('aws_apigatewayv2_stage.default throttles GET /a at 1 a second, burst 1');
  const refused = await send('GET', '/a');
  expect([refused.status, refused.text]).toEqual([429, '{"message":"Too Many Requests"}']);
  clock.advance(1_000);
  expect(await statuses('/a', '/a')).toEqual([200, 429]);
});
