import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pactFolder } from '../../contracts/pact/pact-files.ts';
import { type StandInBroker, startStandInBroker } from '../../contracts/pact/testing/stand-in-broker.ts';
import { type Conversation, deployed, publishPacts, recordDeployment, requireDeployable } from './actions.ts';

/** The real `pact` command, and a broker that stands in. */

const version = 'c0ffee';
let broker: StandInBroker;
let printed: string[];
beforeEach(async () => {
  broker = await startStandInBroker();
  printed = [];
});
afterEach(() => broker.close());

const conversation = (token = broker.token): Conversation => ({
  broker: { variables: { PACT_BROKER_BASE_URL: broker.url, PACT_BROKER_TOKEN: token } },
  revision: { version, branch: 'a-branch' },
  print: (text) => void printed.push(text),
});
const names = () => broker.calls.map(({ name }) => name);

test('publishes every pact as of the commit and its branch', async () => {
  await publishPacts(pactFolder, conversation());
  const published = broker.calls.filter(({ name }) => name === 'POST /contracts/publish').map(({ body }) => body);
  expect(published).toHaveLength(readdirSync(pactFolder).length);
  for (const { pacticipantVersionNumber, branch, contracts } of published) {
    expect({ pacticipantVersionNumber, branch }).toEqual({ pacticipantVersionNumber: version, branch: 'a-branch' });
    expect(contracts).toMatchObject([{ providerName: expect.stringMatching(/^(task|public)-api$/) }]);
  }
});

test('asks for each that is deployed whether the commit may go there', async () => {
  await requireDeployable('dev', deployed, conversation());
  expect(names()).toEqual(
    ['task-api', 'public-api', 'export-worker'].map(
      (name) => `GET /matrix?q[][pacticipant]=${name}&q[][version]=${version}&latestby=cvpv&environment=dev`,
    ),
  );
});

test('fails for each that may not, by its name', async () => {
  broker.close();
  broker = await startStandInBroker({ isDeployable: false });
  const asked = requireDeployable('dev', ['task-web', 'task-api'], conversation());
  await expect(asked).rejects.toThrow(/--pacticipant task-web .*status 1.*\n.*--pacticipant task-api/);
  expect(printed.join('\n')).toContain('Computer says no');
});

test('records the deployment of each', async () => {
  await recordDeployment('dev', deployed, conversation());
  expect(names().filter((name) => name.startsWith('POST'))).toEqual([
    'POST /deployments/task-api',
    'POST /deployments/public-api',
    'POST /deployments/export-worker',
  ]);
});

test('fails for an environment that the broker does not know', async () => {
  await expect(recordDeployment('prod', ['task-api'], conversation())).rejects.toThrow('status 1');
});

test.each([
  ['publish', () => publishPacts(pactFolder, conversation('another'))],
  ['can-i-deploy', () => requireDeployable('dev', ['task-api'], conversation('another'))],
  ['record-deployment', () => recordDeployment('dev', ['task-api'], conversation('another'))],
])('%s fails if the broker refuses the credentials', async (_, act) => {
  await expect(act()).rejects.toThrow('status 1');
  expect(printed.join('\n')).toContain('401');
  expect(broker.calls).toEqual([]);
});
