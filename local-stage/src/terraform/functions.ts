import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { collectionFunctions } from './collection-functions.ts';
import { EvaluationError } from './errors.ts';
import { jsonDecode, jsonEncode } from './json-functions.ts';
import { type FunctionTable, stringFunctions } from './string-functions.ts';
import { toNumber, toText, type Value } from './values.ts';

const digest = (algorithm: string, encoding: 'hex' | 'base64') => (text: Value) =>
  hash(algorithm, toText(text), encoding);

/** Terraform's functions that encode, hash and calculate. Source: Terraform's page "Built-in Functions". */
const encodingFunctions = {
  abs: { arity: [1, 1], call: (value) => Math.abs(toNumber(value)) },
  base64decode: { arity: [1, 1], call: (text) => base64Decode(toText(text)) },
  base64encode: { arity: [1, 1], call: (text) => Buffer.from(toText(text)).toString('base64') },
  base64sha256: { arity: [1, 1], call: digest('sha256', 'base64') },
  base64sha512: { arity: [1, 1], call: digest('sha512', 'base64') },
  basename: { arity: [1, 1], call: (path) => basename(toText(path)) },
  ceil: { arity: [1, 1], call: (value) => Math.ceil(toNumber(value)) },
  dirname: { arity: [1, 1], call: (path) => dirname(toText(path)) },
  floor: { arity: [1, 1], call: (value) => Math.floor(toNumber(value)) },
  jsondecode: { arity: [1, 1], call: (text) => jsonDecode(toText(text)) },
  jsonencode: { arity: [1, 1], call: (value) => jsonEncode(value) },
  md5: { arity: [1, 1], call: digest('md5', 'hex') },
  // Marks change what Terraform shows and stores, never a value.
  nonsensitive: { arity: [1, 1], call: (value) => value },
  sensitive: { arity: [1, 1], call: (value) => value },
  sha1: { arity: [1, 1], call: digest('sha1', 'hex') },
  sha256: { arity: [1, 1], call: digest('sha256', 'hex') },
  sha512: { arity: [1, 1], call: digest('sha512', 'hex') },
  urlencode: { arity: [1, 1], call: (text) => urlEncode(toText(text)) },
} as const satisfies FunctionTable;

const pureFunctions: FunctionTable = { ...stringFunctions, ...collectionFunctions, ...encodingFunctions };

/** @param folder what the paths of `file` and its kin are relative to: the document's folder. */
export function functionsIn(folder: string): FunctionTable {
  const read = (path: Value) => readFile(folder, toText(path));
  return {
    ...pureFunctions,
    file: { arity: [1, 1], call: (path) => read(path).toString() },
    filebase64: { arity: [1, 1], call: (path) => read(path).toString('base64') },
    filebase64sha256: { arity: [1, 1], call: (path) => hash('sha256', read(path), 'base64') },
    filemd5: { arity: [1, 1], call: (path) => hash('md5', read(path), 'hex') },
    filesha256: { arity: [1, 1], call: (path) => hash('sha256', read(path), 'hex') },
  };
}

/** Source: Terraform's page "urlencode Function": everything but letters, digits, `-`, `_`, `.` and `~`. */
function urlEncode(text: string): string {
  const encoded = encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return encoded.replaceAll('%20', '+');
}

function readFile(folder: string, path: string): Buffer {
  try {
    return readFileSync(resolve(folder, path));
  } catch {
    throw new EvaluationError(
      `no file ${resolve(folder, path)}. Expected: a file that can be read; build the project first`,
    );
  }
}

function base64Decode(text: string): string {
  const bytes = Buffer.from(text, 'base64');
  const decoded = bytes.toString();
  if (bytes.toString('base64') !== text || !Buffer.from(decoded).equals(bytes)) {
    throw new EvaluationError('base64decode: text that is no base64 of UTF-8 text');
  }
  return decoded;
}
