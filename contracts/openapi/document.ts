/** The parts of an OpenAPI document that the generator writes ("OpenAPI Specification v3.1.1"). */

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: JsonValue;
}

export interface OpenApiDocument {
  readonly openapi: '3.1.1';
  readonly info: JsonObject;
  readonly servers: readonly Server[];
  readonly tags: readonly Tag[];
  /** Operations by path, then by method in lower case. */
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonObject>>;
    readonly examples: Readonly<Record<string, JsonObject>>;
    readonly securitySchemes: Readonly<Record<string, JsonObject>>;
  };
}

export interface Server {
  readonly url: string;
  readonly description: string;
  /** Whether it is there for nobody but its makers. */
  readonly 'x-internal': boolean;
  readonly variables?: Readonly<Record<string, { readonly default: string; readonly description: string }>>;
}

export interface Tag {
  readonly name: string;
  readonly description: string;
}

export interface OperationObject {
  readonly operationId: string;
  readonly tags: readonly [string];
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly JsonObject[];
  readonly requestBody?: JsonObject;
  readonly responses: Readonly<Record<string, JsonObject>>;
  readonly security: readonly SecurityRequirement[];
}

/** What one request has to show, all of it: scheme -> scopes. */
export type SecurityRequirement = Readonly<Record<string, readonly string[]>>;

/** What a document says of an API beside its rows. */
export interface ApiDescription {
  readonly title: string;
  readonly description: string;
  /** Changes with what callers may rely on ("Semantic Versioning 2.0.0"). */
  readonly version: string;
  readonly servers: readonly Server[];
  /** Where clients of the user pool get their tokens. */
  readonly tokenUrl: string;
}

/** A row that cannot be documented. The message names what is missing and where it belongs. */
export class OpenApiError extends Error {
  override readonly name = 'OpenApiError';
}

/** The same members, in the order of their names. */
export function sortedByName<T>(members: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1)));
}
