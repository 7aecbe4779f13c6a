import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { createRequire, Module } from 'node:module';
import { dirname, join } from 'node:path';
import { constants, Script } from 'node:vm';
import { threadId } from 'node:worker_threads';

/**
 * A CommonJS module that is loaded with what V8 compiled of it in threads before, the functions among it
 * that are compiled when they are first called: Node's own cache has only what is compiled at once.
 */
export interface CompiledModule {
  /** What the module exports. */
  readonly exports: unknown;
  /** Keeps what is compiled by now for later threads, unless that was there. */
  keep(): void;
}

/** `_compile` is no part of Node's documentation, but what tools have always wrapped; its third argument came with Node 22. */
interface CompilingModule extends Module {
  _compile(content: string, filename: string, format?: string): unknown;
}

const prototype = Module.prototype as CompilingModule;
/** In one line, which keeps the lines of the module; V8 is told that its columns begin later. */
const head = '(function (exports, require, module, __filename, __dirname) { ';
const tail = '\n})';
/** What Node would warn of in a script, in the function's log. */
const dynamicImport = /\bimport\s*(?:\(|\/[*/])/;
/** A few packages of each function: about a megabyte each. */
const mostFiles = 100;

/**
 * @param path of a module that says of itself that it is CommonJS and imports nothing later; any other is loaded
 *   as Node does.
 * @param codeFile of the module's code: whatever changes the module has to change its name.
 * @throws what the module throws, and what Node does about one that cannot be compiled or found.
 */
export function requireCompiled(path: string, codeFile: string): CompiledModule {
  const compileAsNode = prototype._compile;
  let compiled: Compilation | undefined;
  prototype._compile = function (this: CompilingModule, content, filename, format) {
    const isCompiledHere = filename === path && format === 'commonjs' && !dynamicImport.test(content);
    compiled = isCompiledHere ? compile(content, filename, codeFile) : undefined;
    if (!compiled) return compileAsNode.call(this, content, filename, format);
    prototype._compile = compileAsNode;
    // Node knows a source map by the comment in what it compiles itself.
    const map = sourceMapComment(content);
    if (map !== undefined) compileAsNode.call(this, map, filename, format);
    return compiled.run(this, filename);
  };
  try {
    const exports: unknown = createRequire(path)(path);
    return { exports, keep: () => compiled?.keep() };
  } finally {
    prototype._compile = compileAsNode;
  }
}

interface Compilation {
  run(module: Module, filename: string): unknown;
  keep(): void;
}

/** @returns nothing for what is not to be compiled: Node says why better. */
function compile(content: string, filename: string, codeFile: string): Compilation | undefined {
  const kept = read(codeFile);
  let script: Script;
  try {
    script = new Script(head + content + tail, {
      filename,
      columnOffset: -head.length,
      cachedData: kept,
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
  } catch {
    return undefined;
  }
  let isKept = kept !== undefined && script.cachedDataRejected === false;
  return {
    run: (module, name) =>
      script.runInThisContext().call(module.exports, module.exports, createRequire(name), module, name, dirname(name)),
    keep() {
      if (isKept) return;
      isKept = true;
      write(codeFile, script.createCachedData());
    },
  };
}

/** The last line of the content, if it is one that names a source map. */
function sourceMapComment(content: string): string | undefined {
  const lastLine = content.slice(content.trimEnd().lastIndexOf('\n') + 1);
  return lastLine.startsWith('//# sourceMappingURL=') ? lastLine : undefined;
}

function read(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** Nothing is lost where that fails: threads compile for themselves then. */
function write(file: string, code: Buffer): void {
  const folder = dirname(file);
  const unfinished = `${file}.${process.pid}-${threadId}`;
  try {
    mkdirSync(folder, { recursive: true });
    dropOldest(folder);
    writeFileSync(unfinished, code, { mode: 0o600 });
    renameSync(unfinished, file);
  } catch {
    remove(unfinished);
  }
}

function dropOldest(folder: string): void {
  const files = readdirSync(folder).map((name) => join(folder, name));
  if (files.length < mostFiles) return;
  const writtenAt = (file: string) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const [oldest] = files.map((file) => ({ file, at: writtenAt(file) })).sort((a, b) => a.at - b.at);
  if (oldest) remove(oldest.file);
}

function remove(file: string): void {
  try {
    unlinkSync(file);
  } catch {
    // Not there, or another thread was first.
  }
}
