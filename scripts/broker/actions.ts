import type { Broker, Revision } from '../../contracts/pact/broker.ts';
import { pactCommand } from '../../contracts/pact/pact-command.ts';
import { publicApi } from '../../contracts/public-api.ts';
import { taskApi } from '../../contracts/task-api.ts';

/** What a pipeline tells a broker, and asks it, through the `pact` command. */

/** What an environment's stack deploys: both APIs, and the worker that consumes the export queue. */
export const deployed = [taskApi.name, publicApi.name, 'export-worker'] as const;

export interface Conversation {
  readonly broker: Broker;
  readonly revision: Revision;
  /** Called with what the command printed. */
  readonly print: (text: string) => void;
}

/** @throws {Error} if a pact is not taken. */
export function publishPacts(folder: string, conversation: Conversation): Promise<void> {
  const { version, branch } = conversation.revision;
  return run(conversation, 'publish', folder, '--consumer-app-version', version, '--branch', branch);
}

/** @throws {Error} naming each that does not work with what is deployed there. */
export const requireDeployable = (environment: string, pacticipants: readonly string[], conversation: Conversation) =>
  forEach(pacticipants, conversation, 'can-i-deploy', ['--to-environment', environment]);

/** @throws {Error} naming each whose deployment is not recorded. */
export const recordDeployment = (environment: string, pacticipants: readonly string[], conversation: Conversation) =>
  forEach(pacticipants, conversation, 'record-deployment', ['--environment', environment]);

async function forEach(
  pacticipants: readonly string[],
  conversation: Conversation,
  action: string,
  more: readonly string[],
): Promise<void> {
  const { version } = conversation.revision;
  const refused: string[] = [];
  for (const name of pacticipants) {
    await run(conversation, action, '--pacticipant', name, '--version', version, ...more).catch(
      (error: Error) => void refused.push(error.message),
    );
  }
  if (refused.length > 0) throw new Error(refused.join('\n'));
}

async function run({ broker, print }: Conversation, ...commandArguments: readonly string[]): Promise<void> {
  const all = ['broker', ...commandArguments];
  const { status, output } = await pactCommand(all, broker.variables);
  print(output.trim());
  if (status !== 0) throw new Error(`'pact ${all.join(' ')}' ended with status ${status}; what it printed says why`);
}
