import { describe, expect, it } from 'vitest';
import { functionOf, startFunctions } from './stage-functions.ts';

const time = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;

describe('the log of a function', () => {
  it('frames each invocation with START, END and REPORT, the first with its Init Duration', async () => {
    const { invoke, lines, streams } = startFunctions([functionOf('export const handler = () => 1')]);
    const { requestId: first } = await invoke();
    const { requestId: second } = await invoke();
    const report = (requestId: string) =>
      `REPORT RequestId: ${requestId}\tDuration: \\d+\\.\\d\\d ms\tBilled Duration: \\d+ ms\tMemory Size: 256 MB\tMax Memory Used: [1-9]\\d* MB\t`;
    expect(lines()).toEqual([
      `START RequestId: ${first} Version: $LATEST`,
      `END RequestId: ${first}`,
      expect.stringMatching(new RegExp(`^${report(first)}Init Duration: \\d+\\.\\d\\d ms\t$`)),
      `START RequestId: ${second} Version: $LATEST`,
      `END RequestId: ${second}`,
      expect.stringMatching(new RegExp(`^${report(second)}$`)),
    ]);
    expect(streams()).toEqual([expect.stringMatching(/^2030\/01\/02\/\[\$LATEST\][0-9a-f]{32}$/)]);
  });

  it('has the console’s output in Lambda’s text format, between START and END', async () => {
    const source = `export const handler = () => {
      console.log('found %d', 3, { a: 1 }); console.info('i'); console.warn('w'); console.error('two\\nlines');
      console.debug('d'); console.trace('t');
    }`;
    const { invoke, lines } = startFunctions([functionOf(source)]);
    const { requestId } = await invoke();
    const line = (level: string, text: string) =>
      expect.stringMatching(new RegExp(`^${time}\t${requestId}\t${level}\t${text}$`));
    expect(lines().slice(1, -2)).toEqual([
      line('INFO', 'found 3 \\{ a: 1 \\}'),
      line('INFO', 'i'),
      line('WARN', 'w'),
      line('ERROR', 'two\nlines'),
      line('DEBUG', 'd'),
      line('TRACE', 't'),
    ]);
  });

  it('has what a console of its own writes to the streams unprefixed, as Powertools’ logger does', async () => {
    const source = `import { Console } from 'node:console';
      const own = new Console({ stdout: process.stdout, stderr: process.stderr });
      export const handler = () => {
        own.log('{"level":"INFO"}'); own.error('{"level":"ERROR"}');
        process.stdout.write('a'); process.stdout.write(new TextEncoder().encode('b\\nrest'));
        return new Promise((done) => process.stderr.write('written\\n', () => done()));
      }`;
    const { invoke, lines } = startFunctions([functionOf(source)]);
    await invoke();
    expect(lines().slice(1, -2)).toEqual(['{"level":"INFO"}', '{"level":"ERROR"}', 'ab', 'written', 'rest']);
  });

  it('has what was logged before the runtime was ended', async () => {
    const source = `export const handler = (event) => { console.log('before'); if (event.exit) process.exit(1); for (;;); }`;
    const { invoke, lines } = startFunctions([functionOf(source, { timeoutSeconds: 0.2 })]);
    await invoke();
    await invoke({ exit: true });
    expect(lines().filter((line) => line.endsWith('before'))).toHaveLength(2);
  });

  it('has the error of a handler with its stack', async () => {
    const source = `export const handler = () => { throw Object.assign(new Error('no'), { code: 'E1' }) }`;
    const { invoke, lines } = startFunctions([functionOf(source)]);
    const { requestId } = await invoke();
    const [, json] = lines()[1]?.split('Invoke Error \t') ?? [];
    expect(lines()[1]).toMatch(new RegExp(`^${time}\t${requestId}\tERROR\tInvoke Error \t`));
    expect(JSON.parse(json ?? '')).toEqual({
      errorType: 'Error',
      errorMessage: 'no',
      code: 'E1',
      stack: expect.arrayContaining(['Error: no']),
    });
  });

  it('has what the Init phase writes, without a request', async () => {
    const { invoke, lines } = startFunctions([functionOf('console.log("loading"); export const handler = () => 1')]);
    await invoke();
    expect(lines()[0]).toMatch(new RegExp(`^${time}\t-\tINFO\tloading$`));
  });

  it('shows the sources of a bundle with a source map', async () => {
    const map = { version: 3, sources: ['../lambdas/get-task.ts'], names: [], mappings: 'AAAA', sourcesContent: ['x'] };
    const url = `data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString('base64')}`;
    const source = `export const handler = () => { throw new Error('mapped') }\n//# sourceMappingURL=${url}`;
    const { invoke } = startFunctions([functionOf(source, { environment: { NODE_OPTIONS: '--enable-source-maps' } })]);
    expect((await invoke()).payload).toContain('lambdas/get-task.ts:1');
  });
});
