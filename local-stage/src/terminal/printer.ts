import type { Stage, StageOptions } from '../stage.ts';

/** Shows what a stage does. */
export interface Printer extends Required<Pick<StageOptions, 'onRequest' | 'onFunctionLog' | 'onNotice'>> {
  onReady(stage: Stage): void;
  onReload(ms: number): void;
  /** @param message why the document was refused. */
  onReloadRefused(message: string): void;
  onStop(): void;
}
