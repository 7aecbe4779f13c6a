import { conformanceStage } from './conformance-stage.ts';
import { runCases } from './run-cases.ts';
import { cognitoScripts } from './scripted/cognito.ts';
import { cognitoStageDocument } from './stages/cognito-stage.ts';
import { prepareCognitoValues } from './stages/cognito-values.ts';

const stage = conformanceStage({ document: cognitoStageDocument, prepare: prepareCognitoValues });

runCases('cognito', stage, cognitoScripts);
