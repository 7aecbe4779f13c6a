/** Lines that Lambda itself writes to a function's log group, in its text format. */

const milliseconds = (value: number): string => `${value.toFixed(2)} ms`;

export const startLine = (requestId: string): string => `START RequestId: ${requestId} Version: $LATEST`;

export const endLine = (requestId: string): string => `END RequestId: ${requestId}`;

export function reportLine(report: {
  readonly requestId: string;
  readonly durationMs: number;
  readonly memorySizeMb: number;
  /** `undefined` where the thread ended and nobody could ask. */
  readonly usedMemoryBytes: number | undefined;
  /** Only with the first invocation of an environment. */
  readonly initDurationMs: number | undefined;
  readonly failure: { readonly status: string; readonly errorType: string } | undefined;
}): string {
  const { durationMs, initDurationMs, memorySizeMb, usedMemoryBytes, failure } = report;
  const usedMb = usedMemoryBytes === undefined ? memorySizeMb : Math.ceil(usedMemoryBytes / 2 ** 20);
  const fields = [
    `REPORT RequestId: ${report.requestId}`,
    `Duration: ${milliseconds(durationMs)}`,
    `Billed Duration: ${Math.ceil(durationMs + (initDurationMs ?? 0))} ms`,
    `Memory Size: ${memorySizeMb} MB`,
    `Max Memory Used: ${Math.min(usedMb, memorySizeMb)} MB`,
  ];
  if (initDurationMs !== undefined) fields.push(`Init Duration: ${milliseconds(initDurationMs)}`);
  if (failure) fields.push(...statusFields(failure));
  return `${fields.join('\t')}\t`;
}

/** The line of an Init phase that failed. */
export function initReportLine(
  durationMs: number,
  failure: { readonly status: string; readonly errorType: string },
): string {
  return [`INIT_REPORT Init Duration: ${milliseconds(durationMs)}`, 'Phase: init', ...statusFields(failure)].join('\t');
}

const statusFields = ({ status, errorType }: { readonly status: string; readonly errorType: string }) =>
  status === 'timeout' ? ['Status: timeout'] : [`Status: ${status}`, `Error Type: ${errorType}`];
