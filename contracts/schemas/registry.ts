import * as auth from './auth.ts';
import * as exports_ from './exports.ts';
import * as identifiers from './identifiers.ts';
import * as problem from './problem.ts';
import * as projects from './projects.ts';
import * as public_ from './public.ts';

/**
 * Every schema that a row may name. The name is the one under which it appears as an API Gateway
 * model, as an OpenAPI component and in the types of handlers and of the client.
 */
export const schemas = { ...auth, ...exports_, ...identifiers, ...problem, ...projects, ...public_ };

export type SchemaName = keyof typeof schemas;
