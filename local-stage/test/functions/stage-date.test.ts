import { describe, expect, it } from 'vitest';
import { functionOf, startFunctions } from './stage-functions.ts';

const source = `
import { statSync } from 'node:fs';
const loadedAt = Date.now();
class Later extends Date {}
export const handler = async (event, context) => ({
  loadedAt,
  now: Date.now(),
  constructed: new Date().getTime(),
  called: Date(),
  given: new Date(0).toISOString(),
  parts: new Date(2020, 1, 3).getTime() === Date.UTC(2020, 1, 3) && Date.parse('2020-02-03') === Date.UTC(2020, 1, 3),
  subclass: new Later().getTime(),
  ofSubclass: new Later() instanceof Later && new Later() instanceof Date,
  cloned: new (new Date().constructor)().getTime(),
  madeByNode: statSync('/').mtime instanceof Date,
  left: context.getRemainingTimeInMillis(),
});`;

const noon = Date.UTC(2030, 0, 2, 12);

describe("a handler's Date", () => {
  it("tells the stage's time in each of its forms, and is a Date in every other respect", async () => {
    const { invoke, clock } = startFunctions([functionOf(source)]);
    await invoke();
    clock.advance(60_000);
    const moved = noon + 60_000;
    expect((await invoke()).value).toEqual({
      loadedAt: noon,
      now: moved,
      constructed: moved,
      called: new Date(moved).toString(),
      given: '1970-01-01T00:00:00.000Z',
      parts: true,
      subclass: moved,
      ofSubclass: true,
      cloned: moved,
      madeByNode: true,
      left: expect.closeTo(3000, -2),
    });
  });

  it("ends an invocation when the stage's time for it is over", async () => {
    const { invoke, clock, lines } = startFunctions([
      functionOf('export const handler = () => new Promise(() => setInterval(() => {}, 1000))', { timeoutSeconds: 60 }),
    ]);
    const hanging = invoke();
    await expect.poll(() => lines().join()).toContain('START');
    clock.advance(60_000);
    expect((await hanging).value).toMatchObject({ errorType: 'Sandbox.Timedout' });
  });
});
