import { ApiGatewayResource } from '@cdktf/provider-aws/lib/api-gateway-resource/index.js';
import { Construct } from 'constructs';

/** The resources of a REST API: one a path segment, made when a path first needs it. */
export class ResourceTree extends Construct {
  readonly #restApiId: string;
  /** Ids by path, the root's included. */
  readonly #ids: Map<string, string>;

  constructor(scope: Construct, id: string, restApi: { readonly id: string; readonly rootResourceId: string }) {
    super(scope, id);
    this.#restApiId = restApi.id;
    this.#ids = new Map([['', restApi.rootResourceId]]);
  }

  /** The id of the resource at a path: `/projects/{projectId}`. */
  resourceId(path: string): string {
    const known = this.#ids.get(path);
    if (known !== undefined) return known;
    const lastSlash = path.lastIndexOf('/');
    const resource = new ApiGatewayResource(this, constructId(path), {
      restApiId: this.#restApiId,
      parentId: this.resourceId(path.slice(0, lastSlash)),
      pathPart: path.slice(lastSlash + 1),
    });
    this.#ids.set(path, resource.id);
    return resource.id;
  }
}

/** A construct's id for a path: `projects_{projectId}`. No segment has an underscore, so no two paths share one. */
export function constructId(path: string): string {
  return path.slice(1).replaceAll('/', '_');
}
