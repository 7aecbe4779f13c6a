import { resolve } from 'node:path';
import { createVitest } from 'vitest/node';
import { type Stage, stageVariable } from '../../contracts/smoke/stage.ts';
import { StageOutputs } from '../../contracts/stage-outputs.ts';
import { environments } from '../../stacks/environments.ts';
import { stageOf } from '../named-stage.ts';
import { testOptions } from './checks.ts';

/** Full names of the tests of each suite, by its path, as a stage of this host would run them: none is asked. */
export async function testNamesOf(files: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const env = { [stageVariable]: JSON.stringify(nowhere), GATEHOUSE_CONTROL: url };
  const vitest = await createVitest('test', { ...testOptions, env, reporters: [{}] });
  try {
    const project = vitest.getRootProject();
    const { testModules } = await vitest.collectTests(files.map((file) => project.createSpecification(resolve(file))));
    return new Map(
      files.map((file) => {
        const module = testModules.find(({ moduleId }) => moduleId === resolve(file));
        const [error] = module?.errors() ?? [];
        if (!module || error) throw new Error(`the tests of ${file} cannot be told: ${error?.message}`);
        return [file, [...module.children.allTests()].map(({ fullName }) => fullName)];
      }),
    );
  } finally {
    await vitest.close();
  }
}

const url = 'http://127.0.0.1:1/dev';

/** A stage that nothing listens at. */
const nowhere: Stage = stageOf(
  environments.dev,
  Object.fromEntries(Object.keys(StageOutputs.shape).map((name) => [name, url])) as StageOutputs,
  url,
);
