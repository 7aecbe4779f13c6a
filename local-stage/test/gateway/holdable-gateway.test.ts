import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import type { Gateway, GatewayRequest, GatewayResponse } from '../../src/gateway/gateway.ts';
import { createHoldableGateway } from '../../src/gateway/holdable-gateway.ts';

const request: GatewayRequest = {
  method: 'GET',
  target: '/',
  headers: [],
  body: Buffer.alloc(0),
  sourceIp: '127.0.0.1',
  protocol: 'HTTP/1.1',
};
const answering =
  (status: number): Gateway =>
  async () => ({ status, headers: [], body: Buffer.alloc(0) });

/** A gateway whose answers come when the test says so. */
function slowGateway() {
  const answer = Promise.withResolvers<GatewayResponse>();
  return {
    gateway: (() => answer.promise) satisfies Gateway,
    end: async () => answer.resolve(await answering(200)(request)),
  };
}

describe('a gateway that can be held', () => {
  it('keeps requests until somebody serves', async () => {
    const { gateway, serve } = createHoldableGateway();
    const answered = vi.fn();
    const waiting = gateway(request).then(answered);
    await setImmediate();
    expect(answered).not.toHaveBeenCalled();
    serve(answering(201));
    await waiting;
    expect(answered).toHaveBeenCalledWith(expect.objectContaining({ status: 201 }));
  });

  it('is quiet at once when nothing is under way, and hands what comes meanwhile to who serves next', async () => {
    const { gateway, serve, hold } = createHoldableGateway();
    serve(answering(200));
    await hold(10_000);
    const waiting = gateway(request);
    serve(answering(202));
    expect((await waiting).status).toBe(202);
  });

  it('is quiet when what was under way is answered, by who was asked', async () => {
    const { gateway, serve, hold } = createHoldableGateway();
    const slow = slowGateway();
    serve(slow.gateway);
    const underWay = gateway(request);
    await setImmediate();
    const quiet = vi.fn();
    const held = hold(10_000).then(quiet);
    await setImmediate();
    expect(quiet).not.toHaveBeenCalled();
    await slow.end();
    await held;
    expect((await underWay).status).toBe(200);
  });

  it('waits no longer than it is told to', async () => {
    const { gateway, serve, hold } = createHoldableGateway();
    const slow = slowGateway();
    serve(slow.gateway);
    const underWay = gateway(request);
    await setImmediate();
    await hold(1);
    serve(answering(202));
    expect((await gateway(request)).status).toBe(202);
    await slow.end();
    expect((await underWay).status).toBe(200);
  });
});
