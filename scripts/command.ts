/**
 * Runs what a command does, and says in one line why it failed. A defect of the command itself, which
 * has nothing to say to its user, comes with its stack.
 *
 * @param name how the line begins: the command as the user typed it.
 */
export async function command(name: string, run: () => Promise<void> | void): Promise<void> {
  try {
    await run();
  } catch (error) {
    console.error(`${name}: ${explain(error)}`);
    process.exitCode = 1;
  }
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isUsage = 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');
  const isDefect = !isUsage && (error instanceof TypeError || error instanceof ReferenceError);
  return isDefect ? (error.stack ?? error.message) : error.message;
}
