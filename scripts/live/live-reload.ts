import type { RunningStage } from '../local-stage.ts';
import { rebuild } from './rebuild.ts';
import { type Watching, watchSources } from './watch.ts';

/** Most lines that are shown of what is wrong. */
const mostLines = 12;

/**
 * Keeps a stage at what the sources say: each save is built, and the stage reads its document again. A
 * save that does not build is told of once, and the stage goes on as it was.
 *
 * @param document of the stage.
 */
export function startLiveReload(stage: RunningStage, document: string): Watching {
  let toldOf = '';
  return watchSources(async (files) => {
    const startedAt = performance.now();
    const problems = await rebuild(files, document);
    const text = problems.join('\n');
    if (problems.length === 0) {
      console.log(`${namesOf(files)}: built in ${Math.round(performance.now() - startedAt)} ms`);
      stage.reload();
    } else if (text !== toldOf) {
      console.log(`${namesOf(files)}: not built, the stage goes on as it was`);
      for (const line of problems.slice(0, mostLines)) console.log(`  ${line}`);
      if (problems.length > mostLines) console.log(`  (${problems.length - mostLines} more lines)`);
    }
    toldOf = text;
  });
}

function namesOf([first = '', ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}
