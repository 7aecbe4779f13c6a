import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocuments } from '../contracts/openapi/documents.ts';
import { openApiText } from '../contracts/openapi.ts';

/** `npm run openapi`: writes the OpenAPI documents of both APIs into `contracts/openapi/`. */
for (const { name, document } of openApiDocuments()) {
  const file = join('contracts', 'openapi', `${name}.json`);
  writeFileSync(file, openApiText(document));
  console.log(file);
}
