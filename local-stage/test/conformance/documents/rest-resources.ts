import { type Blocks, reference, terraformName } from './document.ts';

export const restApiId = (name: string) => reference(`aws_api_gateway_rest_api.${name}`, 'id');

/** Every resource that the paths go through. */
export function resourceBlocks(api: string, paths: readonly string[]): Blocks {
  const all = new Set(paths.flatMap(pathsOnTheWay));
  const resources = [...all].map((path) => {
    const parent = path.slice(0, path.lastIndexOf('/'));
    return [
      resourceName(api, path),
      { rest_api_id: restApiId(api), parent_id: resourceId(api, parent || '/'), path_part: path.split('/').at(-1) },
    ];
  });
  return { aws_api_gateway_resource: Object.fromEntries(resources) };
}

function pathsOnTheWay(path: string): string[] {
  const segments = path.split('/').slice(1).filter(Boolean);
  return segments.map((_, index) => `/${segments.slice(0, index + 1).join('/')}`);
}

/** Greedy and single parameters of one name would have one name. */
const resourceName = (api: string, path: string) =>
  terraformName(api, path.replace('+', ' greedy').replace('{', ' p '));

/** @param path of a declared resource, or `/`. */
export const resourceId = (api: string, path: string): string =>
  path === '/'
    ? reference(`aws_api_gateway_rest_api.${api}`, 'root_resource_id')
    : reference(`aws_api_gateway_resource.${resourceName(api, path)}`, 'id');
