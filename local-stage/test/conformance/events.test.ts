import { conformanceStage } from './conformance-stage.ts';
import { runCases } from './run-cases.ts';
import { eventsStageDocument } from './stages/events-stage.ts';
import { prepareEventsValues } from './stages/events-values.ts';

const stage = conformanceStage({ document: eventsStageDocument, pool: 'users', prepare: prepareEventsValues });

runCases('events', stage);
