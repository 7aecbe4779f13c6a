import { accessCellsOf } from '../contracts/access-cells.ts';
import { publicApi } from '../contracts/public-api.ts';
import { taskApi } from '../contracts/task-api.ts';
import { runAccess } from './access/access-run.ts';
import { accessReport } from './access/access-table.ts';
import { command } from './command.ts';

/**
 * `npm run access`: every route with every attempt of contracts/access-attempts.ts on a local stage of the
 * run's own, with its clock moved past the life of tokens. Prints what was seen, and fails for a cell that was
 * not seen, or seen as something else than declared. Needs the packages and the synthesized stacks.
 */
await command('access', async () => {
  const { seen, isGreen } = await runAccess({ isShown: true });
  const { table, totals, faults } = accessReport([taskApi, publicApi].flatMap(accessCellsOf), seen);
  console.log(`${table}\n\n${totals}`);
  if (faults.length > 0)
    throw new Error(`the stage does not keep what is declared:\n  ${faults.map(({ text }) => text).join('\n  ')}`);
  if (!isGreen) throw new Error('the suite failed beside the cells; what it printed above says why');
});
