import * as attachments from './attachments.ts';
import * as auth from './auth.ts';
import * as comments from './comments.ts';
import * as exports_ from './exports.ts';
import * as identifiers from './identifiers.ts';
import * as members from './members.ts';
import * as operations from './operations.ts';
import * as problem from './problem.ts';
import * as projects from './projects.ts';
import * as public_ from './public.ts';
import * as request from './request.ts';
import * as tasks from './tasks.ts';
import * as time from './time.ts';

/**
 * Every schema that a row may name. The name is the one under which it appears as an API Gateway
 * model, as an OpenAPI component and in the types of handlers and of the client.
 */
export const schemas = {
  ...attachments,
  ...auth,
  ...comments,
  ...exports_,
  ...identifiers,
  ...members,
  ...operations,
  ...problem,
  ...projects,
  ...public_,
  ...request,
  ...tasks,
  ...time,
};

export type SchemaName = keyof typeof schemas;
