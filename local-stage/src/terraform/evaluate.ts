import type { Block, JsonObject, OutputBlock, TerraformDocument } from './document.ts';
import { EvaluationError, TerraformError } from './errors.ts';
import { parseTemplate } from './expressions.ts';
import { functionsIn } from './functions.ts';
import { interpret, type Resolved, type Scope } from './interpret.ts';
import { fromJson } from './json-functions.ts';
import type { FunctionTable } from './string-functions.ts';
import type { Expression } from './syntax.ts';
import { type ObjectValue, objectOf, toText, type Value } from './values.ts';
import { convertTo } from './variable-types.ts';

/** Evaluates the parts of a document when they are asked for, each once. */
export interface Evaluation {
  /** What references to a resource, data source or ephemeral resource see. @throws {TerraformError} */
  attributesOf(address: string): ObjectValue;
  outputs(): ReadonlyMap<string, Value>;
  /** Value of a JSON value in a block. @param argument its path within the block, for messages. */
  evaluate(address: string, argument: string, json: unknown, options?: EvaluationOptions): Value;
  /** Expressions that have been evaluated until now: strings with a template in them. */
  expressionCount(): number;
  /** Addresses of the blocks that a block refers to or depends on, directly and through others. */
  dependenciesOf(address: string): ReadonlySet<string>;
}

interface EvaluationOptions {
  /** Whether the value never reaches the state: only there an ephemeral value may stand. @default false */
  readonly writeOnly?: boolean;
}

/** Computes a block's attributes from its arguments, which it evaluates by `evaluation.evaluate`. */
export type BlockReader = (block: Block, evaluation: Evaluation) => ObjectValue;

export function createEvaluation(document: TerraformDocument, readBlock: BlockReader): Evaluation {
  return new LazyEvaluation(document, readBlock);
}

/** Characters of a template that is likely to stand in many places, such as a reference to an API's id. */
const longestCached = 120;

class LazyEvaluation implements Evaluation {
  readonly #document: TerraformDocument;
  readonly #readBlock: BlockReader;
  readonly #functions: FunctionTable;
  readonly #values = new Map<string, Value>();
  readonly #parsed = new Map<string, Expression>();
  readonly #edges = new Map<string, Set<string>>();
  readonly #underWay: string[] = [];
  #expressionCount = 0;

  constructor(document: TerraformDocument, readBlock: BlockReader) {
    this.#document = document;
    this.#readBlock = readBlock;
    this.#functions = functionsIn(document.folder);
  }

  attributesOf(address: string): ObjectValue {
    const block = this.#document.blocks.get(address);
    if (!block) throw new TerraformError(this.#underWay.at(-1) ?? '', undeclared(this.#document, address));
    return this.#once(address, () => {
      for (const dependency of block.dependsOn) this.attributesOf(dependency);
      return this.#readBlock(block, this);
    });
  }

  outputs(): ReadonlyMap<string, Value> {
    return new Map([...this.#document.outputs].map(([name, block]) => [name, this.#output(`output.${name}`, block)]));
  }

  evaluate(address: string, argument: string, json: unknown, options: EvaluationOptions = {}): Value {
    if (typeof json === 'string') return this.#template(address, argument, json, options);
    if (Array.isArray(json)) {
      return json.map((element, index) => this.evaluate(address, `${argument}[${index}]`, element, options));
    }
    if (typeof json !== 'object' || json === null)
      return located(address, argument, String(json), () => fromJson(json));
    return objectOf(
      Object.entries(json).map(([key, member]) => [
        toText(this.#template(address, argument, key, options)),
        this.evaluate(address, argument === '' ? key : `${argument}.${key}`, member, options),
      ]),
    );
  }

  expressionCount(): number {
    return this.#expressionCount;
  }

  dependenciesOf(address: string): ReadonlySet<string> {
    const seen = new Set<string>();
    const pending = [...(this.#edges.get(address) ?? [])];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      pending.push(...(this.#edges.get(next) ?? []));
    }
    return seen;
  }

  /** Computes what an address stands for at its first use, and notes who asked. */
  #once<T extends Value>(address: string, compute: () => T): T {
    this.#noteEdge(address);
    const start = this.#underWay.indexOf(address);
    if (start >= 0) throw cycle([...this.#underWay.slice(start), address]);
    const known = this.#values.get(address);
    if (known !== undefined) return known as T;
    this.#underWay.push(address);
    try {
      const value = compute();
      this.#values.set(address, value);
      return value;
    } finally {
      this.#underWay.pop();
    }
  }

  #noteEdge(to: string): void {
    const from = this.#underWay.at(-1);
    if (from === undefined) return;
    const known = this.#edges.get(from) ?? new Set();
    this.#edges.set(from, known.add(to));
  }

  #output(address: string, block: OutputBlock): Value {
    return this.#once(address, () => {
      for (const dependency of block.dependsOn) this.attributesOf(dependency);
      return this.evaluate(address, 'value', block.value);
    });
  }

  #template(address: string, argument: string, text: string, options: EvaluationOptions): Value {
    if (!text.includes('${') && !text.includes('%{')) return text;
    this.#expressionCount += 1;
    return located(address, argument, text, () => {
      const expression = this.#parsed.get(text) ?? parseTemplate(text);
      if (text.length <= longestCached) this.#parsed.set(text, expression);
      return interpret(expression, this.#scope(address, argument, options));
    });
  }

  #scope(address: string, argument: string, options: EvaluationOptions): Scope {
    return {
      functions: this.#functions,
      resolve: (root, names) => this.#resolve(address, root, names, options),
      refuse: (reason) => {
        throw new TerraformError(address, `${named(argument)}${reason}`);
      },
    };
  }

  #resolve(address: string, root: string, names: readonly string[], options: EvaluationOptions): Resolved {
    const [first = '', second = ''] = names;
    if (root === 'local') return { value: this.#local(first, address), consumed: 1 };
    if (root === 'var') return { value: this.#variable(first, address), consumed: 1 };
    if (root === 'path' || root === 'terraform') {
      return { value: surroundings(this.#document, address, `${root}.${first}`), consumed: 1 };
    }
    if (root === 'data' || (root === 'ephemeral' && options.writeOnly === true)) {
      return { value: this.attributesOf(`${root}.${first}.${second}`), consumed: 2 };
    }
    const reason = refusedRoots.get(root);
    if (reason !== undefined) throw new TerraformError(address, `refers to ${[root, ...names].join('.')}: ${reason}`);
    return { value: this.attributesOf(`${root}.${first}`), consumed: 1 };
  }

  #local(name: string, from: string): Value {
    if (!this.#document.locals.has(name)) throw undeclaredName(from, `local.${name}`);
    const address = `local.${name}`;
    return this.#once(address, () => this.evaluate(address, '', this.#document.locals.get(name)));
  }

  #variable(name: string, from: string): Value {
    const body = this.#document.variables.get(name);
    if (!body) throw undeclaredName(from, `var.${name}`);
    return this.#once(`var.${name}`, () => variableValue(name, body));
  }
}

/** Runs a computation whose errors say where in the document the text stands. */
function located(address: string, argument: string, text: string, compute: () => Value): Value {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    throw new TerraformError(address, `${named(argument)}${shortened(text)}: ${error.message}`);
  }
}

const undeclaredName = (from: string, name: string) =>
  new TerraformError(from, `refers to ${name}, which the document does not declare`);

const refusedRoots: ReadonlyMap<string, string> = new Map([
  ['ephemeral', "an ephemeral value may stand in write-only arguments only, such as 'secret_string_wo'"],
  ['each', 'the local stage runs no for_each. Expected: one block for each resource'],
  ['count', 'the local stage runs no count. Expected: one block for each resource'],
  ['module', 'the local stage runs no modules. Expected: the resources themselves'],
  ['self', 'the local stage runs no provisioners'],
]);

function surroundings(document: TerraformDocument, address: string, name: string): Value {
  const known: Readonly<Record<string, Value>> = {
    'path.module': '.',
    'path.root': '.',
    'path.cwd': document.folder,
    'terraform.workspace': 'default',
  };
  const found = known[name];
  if (found === undefined)
    throw new TerraformError(address, `refers to ${name}. Expected one of: ${Object.keys(known).join(', ')}`);
  return found;
}

function variableValue(name: string, body: JsonObject): Value {
  if (body['default'] === undefined) {
    throw new TerraformError(
      `var.${name}`,
      'no default. The local stage takes no values for variables. Expected: a default',
    );
  }
  return convertTo(`var.${name}`, body['type'], body['default']);
}

function undeclared(document: TerraformDocument, address: string): string {
  const type = address.slice(0, address.lastIndexOf('.'));
  const declared = [...document.blocks.keys()].filter((known) => known.startsWith(`${type}.`));
  const choice = declared.length === 0 ? `It declares no ${type}` : `Declared: ${declared.join(', ')}`;
  return `refers to ${address}, which the document does not declare. ${choice}`;
}

const cycle = (addresses: readonly string[]) =>
  new TerraformError(addresses[0] ?? '', `depends on itself: ${addresses.join(' -> ')}`);

const named = (argument: string) => (argument === '' ? '' : `argument '${argument}': `);

const shortened = (text: string) => JSON.stringify(text.length > 100 ? `${text.slice(0, 97)}...` : text);
