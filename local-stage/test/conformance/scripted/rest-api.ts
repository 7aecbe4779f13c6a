import { expect } from 'vitest';
import type { ConformanceStage } from '../conformance-stage.ts';
import { accessLogGroup } from '../documents/access-log.ts';
import { stackDocument } from '../documents/document.ts';
import { functionsDocument } from '../documents/functions.ts';
import { type RestApiSpec, restApiDocument } from '../documents/rest-api.ts';
import { refusal } from '../refusal.ts';
import type { Script } from '../run-cases.ts';

export const restApiScripts: Readonly<Record<string, Script>> = {
  'rest-log-clf': async (_, conformance) => {
    const { headers } = await conformance.send('clf', { path: '/stage/x' });
    const id = headers.find(([name]) => name === 'x-amzn-RequestId')?.[1];
    const time = '\\d{2}/[A-Z][a-z]{2}/\\d{4}:\\d{2}:\\d{2}:\\d{2} \\+0000';
    const row = `^127\\.0\\.0\\.1 - - \\[${time}\\] "GET /x HTTP/1\\.1" 200 \\d+ ${id} \\S+$`;
    expect(newestRow(conformance, 'clf')).toMatch(new RegExp(row));
  },

  'rest-log-timeout': async ({ expect: { json = {} } }, conformance) => {
    await conformance.send('timed_out', { path: '/stage/slow' });
    const [, status, error_responseType, error_message, error_messageString] = newestRow(
      conformance,
      'timed_out',
    ).split('|');
    expect({ status, error_responseType, error_message, error_messageString }).toEqual(json);
  },

  'rest-limit-doc': async () => {
    const refused = [
      await refusalOf({
        methods: { 'GET /x': { function: 'echo', authorizer: 'token' } },
        authorizers: { token: { function: 'echo', authorizer_result_ttl_in_seconds: 3601 } },
      }),
      await refusalOf({ methods: { 'GET /x': { function: 'echo', integration: { timeout_milliseconds: 49 } } } }),
    ];
    expect(refused).toEqual([
      expect.stringContaining('a whole number from 0 to 3600'),
      expect.stringContaining('a whole number from 50 to'),
    ]);
  },
};

function newestRow({ stage }: ConformanceStage, api: string): string {
  return stage.logGroups.read(accessLogGroup(api))?.at(-1)?.message ?? '';
}

/** The message with which a stage refuses an API. */
function refusalOf(api: RestApiSpec): Promise<string | undefined> {
  const functions = functionsDocument({ echo: { handler: 'echo' } });
  return refusal(stackDocument('limits', functions, restApiDocument('limited', api)));
}
