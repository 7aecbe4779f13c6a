/** Reads what a JSONPath expression names out of a parsed document; `undefined` where there is nothing. */
export type JsonPath = (document: unknown) => unknown;

type Step =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | Each;
interface Each {
  readonly kind: 'each';
}

const stepPattern =
  /\.(?<name>[A-Za-z_$][\w$-]*)|\[(?<quote>['"])(?<quoted>.*?)\k<quote>\]|\[(?<index>-?\d+)\]|(?<each>\.\*|\[\*\])/y;

const compiled = new Map<string, JsonPath>();

/**
 * Compiles `$`, `.name`, `['name']`, `[0]`, `[-1]`, `[*]` and `.*`.
 *
 * @throws {SyntaxError} for filters, slices and descents, which are not evaluated here.
 */
export function compileJsonPath(expression: string): JsonPath {
  const known = compiled.get(expression);
  if (known) return known;
  const steps = parseSteps(expression);
  const path: JsonPath = (document) => follow(document, steps, 0);
  compiled.set(expression, path);
  return path;
}

function parseSteps(expression: string): readonly Step[] {
  const steps: Step[] = [];
  let at = 1;
  while (expression[0] === '$' && at < expression.length) {
    stepPattern.lastIndex = at;
    const groups = stepPattern.exec(expression)?.groups;
    if (!groups) break;
    steps.push(toStep(groups));
    at = stepPattern.lastIndex;
  }
  if (at === expression.length && expression[0] === '$') return steps;
  throw new SyntaxError(
    `the JSONPath ${JSON.stringify(expression)} is not evaluated by the local stage. ` +
      "Expected: $ followed by .name, ['name'], [0] or [*]",
  );
}

function toStep(groups: Readonly<Record<string, string | undefined>>): Step {
  const { name, quoted, index } = groups;
  if (index !== undefined) return { kind: 'index', index: Number(index) };
  const property = name ?? quoted;
  return property === undefined ? { kind: 'each' } : { kind: 'name', name: property };
}

function follow(value: unknown, steps: readonly Step[], at: number): unknown {
  const step = steps[at];
  if (!step) return value;
  if (typeof value !== 'object' || value === null) return undefined;
  if (step.kind === 'each') {
    return Object.values(value).flatMap((item) => follow(item, steps, at + 1) ?? []);
  }
  if (step.kind === 'index') return Array.isArray(value) ? follow(value.at(step.index), steps, at + 1) : undefined;
  return Object.hasOwn(value, step.name) ? follow(Reflect.get(value, step.name), steps, at + 1) : undefined;
}
