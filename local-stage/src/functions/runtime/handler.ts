import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { requireCompiled } from '../../compiled-code.ts';
import type { InvocationContext } from './context.ts';
import { RuntimeError } from './error-document.ts';

export type Handler = (event: unknown, context: InvocationContext) => unknown;

export interface LoadedHandler {
  readonly handler: Handler;
  /** Keeps what is compiled of its module by now for later threads. */
  keepCode(): void;
}

/**
 * Loads the handler as the Node.js 24 runtime of Lambda does.
 *
 * @param handler `index.handler`
 * @param codeFile of what is compiled of the module.
 * @throws {RuntimeError} if the module has a syntax error, lacks a module that it requires, exports no
 *   such function or one that takes a callback; what the module itself throws passes.
 */
export async function loadHandler(modulePath: string, handler: string, codeFile: string): Promise<LoadedHandler> {
  const { exports: module, keep } = await loadModule(modulePath, codeFile);
  const name = handler.slice(handler.lastIndexOf('.') + 1);
  const found = exportOf(module, name) ?? exportOf(exportOf(module, 'default'), name);
  if (found === undefined) {
    throw new RuntimeError('Runtime.HandlerNotFound', `${handler} is undefined or not exported`);
  }
  if (!isHandler(found)) throw new RuntimeError('Runtime.HandlerNotFound', `${handler} is not a function`);
  refuseCallback(found);
  return { handler: found, keepCode: keep };
}

async function loadModule(modulePath: string, codeFile: string) {
  try {
    if (isRequired(modulePath)) return requireCompiled(modulePath, codeFile);
    const exports: unknown = await import(pathToFileURL(modulePath).href);
    return { exports, keep: () => {} };
  } catch (error) {
    if (error instanceof SyntaxError) throw new RuntimeError('Runtime.UserCodeSyntaxError', String(error), error);
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') {
      throw new RuntimeError('Runtime.ImportModuleError', String(error), error);
    }
    throw error;
  }
}

/** The runtime imports what says that it is a module, and requires all else. */
function isRequired(modulePath: string): boolean {
  const extension = extname(modulePath);
  if (extension !== '.js') return extension === '.cjs';
  const packageFile = findPackageJSON(pathToFileURL(modulePath));
  return packageFile === undefined || JSON.parse(readFileSync(packageFile, 'utf8')).type !== 'module';
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
