import { startStage } from '../../src/stage.ts';
import { writeProject } from './project.ts';

/** The message with which a stage refuses to boot with a document; `undefined` where it boots. */
export async function refusal(document: object): Promise<string | undefined> {
  const project = writeProject(document);
  try {
    const stage = await startStage({ document: project.document, port: 0 });
    await stage.close();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    project.remove();
  }
}
