import { conformanceStage } from './conformance-stage.ts';
import { runCases } from './run-cases.ts';
import { lambdaScripts } from './scripted/lambda.ts';
import { sqsScripts } from './scripted/sqs.ts';
import { sqsDocument } from './stages/lambda-sqs-stage.ts';

const stage = conformanceStage({ document: sqsDocument });

runCases('lambda-sqs', stage, { ...lambdaScripts, ...sqsScripts });
