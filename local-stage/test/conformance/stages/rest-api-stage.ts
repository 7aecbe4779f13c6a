import { stackDocument } from '../documents/document.ts';
import { restAccessDocument } from './rest-access.ts';
import { restAnswersDocument } from './rest-answers.ts';
import { restFunctionsDocument } from './rest-functions.ts';
import { restRequestsDocument } from './rest-requests.ts';

/** The REST APIs of the suite, on one stage. */
export const restApiStageDocument = stackDocument(
  'conformance-rest-api',
  restFunctionsDocument,
  ...restRequestsDocument,
  ...restAnswersDocument,
  ...restAccessDocument,
);
