import { conformanceStage } from './conformance-stage.ts';
import { runCases } from './run-cases.ts';
import { restApiScripts } from './scripted/rest-api.ts';
import { restApiStageDocument } from './stages/rest-api-stage.ts';
import { prepareRestApiValues } from './stages/rest-api-values.ts';

const stage = conformanceStage({ document: restApiStageDocument, pool: 'users', prepare: prepareRestApiValues });

runCases('rest-api', stage, restApiScripts);
