import { parseArgs } from 'node:util';
import { brokerOf } from '../contracts/pact/broker.ts';
import { pactFolder } from '../contracts/pact/pact-files.ts';
import { environments } from '../stacks/environments.ts';
import { type Conversation, deployed, publishPacts, recordDeployment, requireDeployable } from './broker/actions.ts';
import { currentRevision, requireCommitted } from './broker/revision.ts';
import { command } from './command.ts';

/**
 * A pipeline's words with the broker that PACT_BROKER_BASE_URL names; a version is a commit.
 * - `node scripts/pact-broker.ts publish`: the committed pacts, as of this commit and branch.
 * - `... can-i-deploy --environment dev`: whether this commit works with what is deployed there.
 * - `... record-deployment --environment dev`: that this commit is there now.
 *
 * The last two speak of what a stack deploys, or of `--pacticipant NAME`, which may be repeated.
 */
await command('pact-broker', async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { environment: { type: 'string' }, pacticipant: { type: 'string', multiple: true } },
  });
  const pacticipants = values.pacticipant ?? deployed;
  switch (positionals[0]) {
    case 'publish':
      requireCommitted(pactFolder);
      return publishPacts(pactFolder, conversation());
    case 'can-i-deploy':
      return requireDeployable(environmentOf(values), pacticipants, conversation());
    case 'record-deployment':
      return recordDeployment(environmentOf(values), pacticipants, conversation());
    default:
      throw new Error(
        `'${positionals[0] ?? ''}' is no action. Expected one of: publish, can-i-deploy, record-deployment`,
      );
  }
});

function conversation(): Conversation {
  const broker = brokerOf(process.env);
  if (!broker) throw new Error('PACT_BROKER_BASE_URL is not set. Expected: the URL of a Pact Broker');
  return { broker, revision: currentRevision(), print: console.log };
}

function environmentOf({ environment = '' }: { readonly environment?: string }): string {
  if (Object.hasOwn(environments, environment)) return environment;
  throw new Error(
    `'${environment}' is no environment. Expected: --environment and one of ${Object.keys(environments).join(', ')}`,
  );
}
