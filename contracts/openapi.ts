import { answersOf } from './openapi/answers.ts';
import { type ApiDescription, type OpenApiDocument, type OperationObject, sortedByName } from './openapi/document.ts';
import { exampleOf } from './openapi/examples.ts';
import { failuresOf, problemExamples } from './openapi/failures.ts';
import { parametersOf } from './openapi/parameters.ts';
import { referredSchemas, schemaReference } from './openapi/schemas.ts';
import { accessSentence, securityOf, securitySchemes } from './openapi/security.ts';
import { tagOf, tagsOf } from './openapi/tags.ts';
import { type ApiKind, type ApiTable, type Operation, operationsOf } from './route-table.ts';

/**
 * The OpenAPI 3.1 document of an API, derived from its route table. The order of the rows changes
 * nothing: paths, tags and components are sorted.
 *
 * @throws {OpenApiError} naming what a row uses and nobody has described.
 */
export function openApiOf(api: ApiTable, about: ApiDescription): OpenApiDocument {
  const operations = operationsOf(api);
  const paths = pathsOf(operations, api.kind);
  const requirements = operations.flatMap(({ access }) => securityOf(access));
  return {
    openapi: '3.1.1',
    info: {
      title: about.title,
      version: about.version,
      description: about.description,
      contact: { name: 'Gatehouse', url: 'https://gatehouse.example', email: 'api@gatehouse.example' },
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: about.servers,
    tags: tagsOf(operations),
    paths,
    components: {
      schemas: referredSchemas(JSON.parse(JSON.stringify(paths))),
      examples: problemExamples(operations.flatMap(({ errors }) => errors)),
      securitySchemes: securitySchemes(requirements, about.tokenUrl),
    },
  };
}

/** The bytes of a document's file. */
export function openApiText(document: OpenApiDocument): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

function pathsOf(operations: readonly Operation[], kind: ApiKind): OpenApiDocument['paths'] {
  const byPath = [...Map.groupBy(operations, ({ path }) => path)].map(([path, ofPath]) => {
    const byMethod = ofPath.map((operation) => [operation.method.toLowerCase(), operationObject(operation, kind)]);
    return [path, sortedByName(Object.fromEntries(byMethod) as Record<string, OperationObject>)];
  });
  return sortedByName(Object.fromEntries(byPath) as Record<string, Record<string, OperationObject>>);
}

function operationObject(operation: Operation, kind: ApiKind): OperationObject {
  const { operationId, summary, access, body } = operation;
  return {
    operationId,
    tags: [tagOf(operation)],
    summary,
    description: descriptionOf(operation),
    parameters: parametersOf(operation),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaReference(body), example: exampleOf(body) } },
          },
        }),
    responses: { ...answersOf(operation), ...failuresOf(operation, kind) },
    security: securityOf(access),
  };
}

function descriptionOf({ access, idempotency, ifMatch }: Operation): string {
  const sentences = [accessSentence(access)];
  if (idempotency === 'key') sentences.push('May be sent again under the same `Idempotency-Key`.');
  if (ifMatch === 'required') sentences.push('Names the version that it changes in `If-Match`.');
  if (ifMatch === 'optional') sentences.push('With `If-Match` it is done to that version alone.');
  return sentences.join(' ');
}
