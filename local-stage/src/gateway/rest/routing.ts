import type { RestResource } from './configuration.ts';
import { GatewayConfigurationError } from './configuration-error.ts';
import { segmentsOf } from './request-path.ts';

/** A resource and one of its methods, with what the path's parameters hold. */
interface RouteMatch<M> {
  readonly method: M;
  /** Percent-encoded, as sent; `null` for a resource without parameters. */
  readonly pathParameters: Readonly<Record<string, string>> | null;
}

export type Router<M> = (httpMethod: string, belowStage: string) => RouteMatch<M> | undefined;

interface Node<M> {
  readonly literals: Map<string, Node<M>>;
  parameter: { readonly name: string; readonly node: Node<M> } | undefined;
  greedy: { readonly name: string; readonly node: Node<M> } | undefined;
  /** By HTTP method, `ANY` included. */
  methods: ReadonlyMap<string, M>;
}

/**
 * Builds the resource tree. A literal segment wins over a parameter, and that over a greedy one; a
 * resource that has neither the method nor `ANY` yields to its siblings.
 *
 * @param compile makes what the router gives back for a method.
 */
export function createRouter<M>(
  apiAddress: string,
  resources: readonly RestResource[],
  compile: (resource: RestResource, httpMethod: string) => M,
): Router<M> {
  const root = createNode<M>();
  for (const resource of resources) {
    const methods = Object.keys(resource.methods).map((name) => [name, compile(resource, name)] as const);
    nodeOf(root, resource, apiAddress).methods = new Map(methods);
  }
  return (httpMethod, belowStage) => {
    const parameters: Record<string, string> = {};
    const method = find(root, segmentsOf(belowStage), 0, httpMethod, parameters);
    if (method === undefined) return undefined;
    return { method, pathParameters: isEmpty(parameters) ? null : parameters };
  };
}

function createNode<M>(): Node<M> {
  return { literals: new Map(), parameter: undefined, greedy: undefined, methods: new Map() };
}

function nodeOf<M>(root: Node<M>, resource: RestResource, apiAddress: string): Node<M> {
  let node = root;
  const segments = segmentsOf(resource.path);
  for (const [index, segment] of segments.entries()) {
    const greedy = /^\{(.+)\+\}$/.exec(segment)?.[1];
    if (greedy !== undefined && index < segments.length - 1) {
      throw new GatewayConfigurationError(apiAddress, `${resource.path} goes on after the greedy ${segment}`);
    }
    const name = greedy ?? /^\{(.+)\}$/.exec(segment)?.[1];
    if (name === undefined) {
      node = stepLiteral(node, segment);
    } else {
      const kind = greedy === undefined ? 'parameter' : 'greedy';
      node[kind] ??= { name, node: createNode() };
      // API Gateway refuses a second variable beside the first when the resource is made.
      if (node[kind].name !== name) {
        throw new GatewayConfigurationError(
          apiAddress,
          `${resource.path} has ${segment} where a sibling has {${node[kind].name}}. Expected: one name for both`,
        );
      }
      node = node[kind].node;
    }
  }
  return node;
}

function stepLiteral<M>(node: Node<M>, segment: string): Node<M> {
  const next = node.literals.get(segment) ?? createNode<M>();
  node.literals.set(segment, next);
  return next;
}

/** Depth first in the order of precedence; a branch without the method is left again. */
function find<M>(
  node: Node<M>,
  segments: readonly string[],
  at: number,
  httpMethod: string,
  parameters: Record<string, string>,
): M | undefined {
  const segment = segments[at];
  if (segment === undefined) return node.methods.get(httpMethod) ?? node.methods.get('ANY');
  const literal = node.literals.get(segment);
  const found = literal && find(literal, segments, at + 1, httpMethod, parameters);
  if (found !== undefined) return found;
  return (
    findByParameter(node, segment, segments, at, httpMethod, parameters) ??
    findByGreedy(node, segments, at, httpMethod, parameters)
  );
}

function findByParameter<M>(
  { parameter }: Node<M>,
  segment: string,
  segments: readonly string[],
  at: number,
  httpMethod: string,
  parameters: Record<string, string>,
): M | undefined {
  if (!parameter || segment === '') return undefined;
  const found = find(parameter.node, segments, at + 1, httpMethod, parameters);
  if (found !== undefined) parameters[parameter.name] = segment;
  return found;
}

function findByGreedy<M>(
  { greedy }: Node<M>,
  segments: readonly string[],
  at: number,
  httpMethod: string,
  parameters: Record<string, string>,
): M | undefined {
  const found = greedy?.node.methods.get(httpMethod) ?? greedy?.node.methods.get('ANY');
  if (greedy && found !== undefined) parameters[greedy.name] = segments.slice(at).join('/');
  return found;
}

function isEmpty(object: object): boolean {
  for (const _ in object) return false;
  return true;
}
