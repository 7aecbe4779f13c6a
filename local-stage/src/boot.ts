/** A part of a stage's start. */
export interface BootStep {
  /** `expressions` */
  readonly name: string;
  readonly ms: number;
  /** `1204 of 412 blocks` */
  readonly detail: string;
}

/** Times a stage's start. */
export interface BootWatch {
  /** What has been done since the last step, or since the process began. */
  step(name: string, detail: string): void;
  readonly steps: readonly BootStep[];
}

/** @param from of the first step, in milliseconds of `performance.now()`. @default the process's start */
export function createBootWatch(from = 0): BootWatch {
  const steps: BootStep[] = [];
  let last = from;
  return {
    steps,
    step(name, detail) {
      const now = performance.now();
      steps.push({ name, ms: now - last, detail });
      last = now;
    },
  };
}
