import type * as z from 'zod/mini';
import type { ApiTable, Row } from './route-table.ts';
import type { SchemaName, schemas } from './schemas/registry.ts';

/** The types that a row stands for: what handlers take and give, and what the client gives and takes. */

export type Shape<S extends SchemaName> = z.infer<(typeof schemas)[S]>;

export type RowOf<A extends ApiTable, Id extends keyof A['rows']> = A['rows'][Id];

/** The request body; `undefined` for a row without one. */
export type BodyOf<R extends Row> = R['fields'] extends { readonly body: infer S extends SchemaName }
  ? Shape<S>
  : undefined;

/** The path parameters; `{}` for a path without any. */
export type PathOf<R extends Row> = R['fields'] extends { readonly path: infer P }
  ? { readonly [N in keyof P]: P[N] extends SchemaName ? Shape<P[N]> : never }
  : Readonly<Record<never, never>>;

/** The query parameters, all optional but those that the row requires; `{}` for a row without any. */
export type QueryOf<R extends Row> = R['fields'] extends { readonly query: infer Q }
  ? {
      readonly [N in keyof Q as Q[N] extends { readonly required: true } ? N : never]: ParameterShape<Q[N]>;
    } & {
      readonly [N in keyof Q as Q[N] extends { readonly required: true } ? never : N]?: ParameterShape<Q[N]>;
    }
  : Readonly<Record<never, never>>;

type ParameterShape<P> = P extends { readonly schema: infer S extends SchemaName } ? Shape<S> : never;

/** A successful answer: one member a declared status. */
export type AnswerOf<R extends Row> = {
  [S in keyof R['fields']['answers'] & number]: { readonly status: S } & BodyMember<R['fields']['answers'][S]> &
    HeadersMember<R['fields']['answers'][S]>;
}[keyof R['fields']['answers'] & number];

type BodyMember<A> = A extends { readonly schema: infer S extends SchemaName }
  ? { readonly body: Shape<S> }
  : { readonly body?: undefined };

type HeadersMember<A> = A extends { readonly headers: readonly (infer H extends string)[] }
  ? { readonly headers: { readonly [N in H]: string } & OptionalHeaders<A> }
  : { readonly headers?: OptionalHeaders<A> };

type OptionalHeaders<A> = A extends { readonly optionalHeaders: readonly (infer H extends string)[] }
  ? { readonly [N in H]?: string }
  : Readonly<Record<never, never>>;
