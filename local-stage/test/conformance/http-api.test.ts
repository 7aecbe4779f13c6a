import { conformanceStage } from './conformance-stage.ts';
import { runCases } from './run-cases.ts';
import { httpApiScripts } from './scripted/http-api.ts';
import { httpApiStageDocument } from './stages/http-api-stage.ts';
import { prepareHttpApiValues } from './stages/http-api-values.ts';

const stage = conformanceStage({
  document: httpApiStageDocument,
  pool: 'users',
  prepare: prepareHttpApiValues,
});

runCases('http-api', stage, httpApiScripts);
