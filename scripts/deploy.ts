import { parseArgs } from 'node:util';
import { cdktf } from './cdktf.ts';
import { command } from './command.ts';

/**
 * `npm run deploy -- --env dev [--outputs outputs.json] [--approve]`: deploys an environment and writes its
 * outputs. Without `--approve` it asks before it changes anything.
 */
await command('deploy', async () => {
  const { values } = parseArgs({
    options: {
      env: { type: 'string' },
      outputs: { type: 'string', default: 'outputs.json' },
      approve: { type: 'boolean', default: false },
    },
  });
  const { status } = await cdktf('deploy', values.env, [
    ...['--outputs-file', values.outputs],
    ...(values.approve ? ['--auto-approve'] : []),
  ]);
  process.exitCode = status;
});
