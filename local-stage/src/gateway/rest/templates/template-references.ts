import { parse } from 'velocityjs';
import { GatewayConfigurationError } from '../configuration-error.ts';
import { stringMethodNames } from './string-methods.ts';

/** Root variables of a mapping template. ("Mapping template transformations for REST APIs in API Gateway") */
const rootVariables = ['context', 'input', 'stageVariables', 'util', 'foreach', 'velocityCount', 'velocityHasNext'];

const methodsOfRoot: Readonly<Record<string, readonly string[]>> = {
  input: ['json', 'params', 'path'],
  util: ['base64Decode', 'base64Encode', 'escapeJavaScript', 'parseJson', 'urlDecode', 'urlEncode'],
};

/** Methods of the values that templates handle: strings, maps and lists. */
const methodsOfValues = new Set([
  ...stringMethodNames,
  ...['add', 'containsKey', 'entrySet', 'get', 'isEmpty', 'keySet', 'put', 'remove', 'set', 'size', 'subList'],
  ...['getKey', 'getValue'],
]);

const directives = ['include', 'parse', 'evaluate'];

interface TemplateNode {
  readonly type?: unknown;
  readonly id?: unknown;
  readonly path?: unknown;
  readonly to?: unknown;
  readonly equal?: unknown;
}

/**
 * Refuses a template that names a variable, function or directive which the gateway does not have: it
 * would render as nothing here, and as something else on AWS.
 *
 * @throws {GatewayConfigurationError}
 */
export function checkReferences(asts: unknown, argument: string, address: string): void {
  const known = new Set(rootVariables);
  const problems: string[] = [];
  collectAssigned(asts, known);
  visit(asts, (node) => problems.push(...problemsOf(node, known)));
  if (problems.length === 0) return;
  throw new GatewayConfigurationError(
    address,
    `${argument} uses ${problems.join(', ')}, which the local stage does not have. ` +
      `Expected: $input, $context, $stageVariables, $util and what the template sets`,
  );
}

/** `#set`, `#foreach` and `#macro` make variables. */
function collectAssigned(asts: unknown, known: Set<string>): void {
  visit(asts, (node) => {
    if (node.type === 'set' && Array.isArray(node.equal)) known.add(String(node.equal[0]?.id));
    if (node.type === 'foreach') known.add(String(node.to));
    if (node.type === 'macro' && 'args' in node && Array.isArray(node.args)) {
      for (const parameter of node.args) known.add(String(parameter?.id));
    }
  });
}

function problemsOf(node: TemplateNode, known: ReadonlySet<string>): readonly string[] {
  if (node.type === 'macro_call' && directives.includes(String(node.id))) return [`#${node.id}`];
  if (node.type !== 'references') return [];
  const root = String(node.id);
  if (!known.has(root)) return [`$${root}`];
  const path: readonly TemplateNode[] = Array.isArray(node.path) ? node.path : [];
  return path.flatMap((step, index) => {
    if (step.type !== 'method') return [];
    const ofRoot = index === 0 ? methodsOfRoot[root] : undefined;
    const isKnown = ofRoot ? ofRoot.includes(String(step.id)) : methodsOfValues.has(String(step.id));
    return isKnown ? [] : [`$${root}...${step.id}()`];
  });
}

function visit(value: unknown, enter: (node: TemplateNode) => void): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) visit(item, enter);
    return;
  }
  enter(value);
  if (isInterpolated(value)) visit(parse(value.value), enter);
  for (const child of Object.values(value)) visit(child, enter);
}

/** A string in double quotes is a template of its own. */
function isInterpolated(node: object): node is { readonly value: string } {
  return 'isEval' in node && node.isEval === true && 'value' in node && typeof node.value === 'string';
}
