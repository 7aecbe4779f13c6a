import { pathToFileURL } from 'node:url';
import type { InvocationContext } from './context.ts';
import { RuntimeError } from './error-document.ts';

export type Handler = (event: unknown, context: InvocationContext) => unknown;

/**
 * Loads the handler as the Node.js 24 runtime of Lambda does.
 *
 * @param handler `index.handler`
 * @throws {RuntimeError} if the module has a syntax error, lacks a module that it requires, exports no
 *   such function or one that takes a callback; what the module itself throws passes.
 */
export async function loadHandler(modulePath: string, handler: string): Promise<Handler> {
  const module = await importModule(modulePath);
  const name = handler.slice(handler.lastIndexOf('.') + 1);
  const found = exportOf(module, name) ?? exportOf(exportOf(module, 'default'), name);
  if (found === undefined) {
    throw new RuntimeError('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
  }
  if (!isHandler(found)) throw new RuntimeError('Runtime.HandlerNotFound', `${handler} is not a function`);
  refuseCallback(found);
  return found;
}

async function importModule(modulePath: string): Promise<unknown> {
  try {
    return await import(pathToFileURL(modulePath).href);
  } catch (error) {
    if (error instanceof SyntaxError) throw new RuntimeError('Runtime.UserCodeSyntaxError', String(error), error);
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') {
      throw new RuntimeError('Runtime.ImportModuleError', String(error), error);
    }
    throw error;
  }
}

const exportOf = (module: unknown, name: string): unknown =>
  typeof module === 'object' && module !== null ? Reflect.get(module, name) : undefined;

const isHandler = (value: unknown): value is Handler => typeof value === 'function';

function refuseCallback(handler: Handler): void {
  if (handler.length < 3) return;
  throw new RuntimeError(
    'Runtime.CallbackHandlerDeprecated',
    'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. ' +
      'You need to modify this function to use a supported handler signature to use Node.js 24 or later. ' +
      'For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.',
  );
}
