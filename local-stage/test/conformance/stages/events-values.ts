import type { ConformanceStage } from '../conformance-stage.ts';
import { learnCredentials, learnTokens } from './values.ts';

/** Fills in the tokens, the key and the credentials that the cases of events send. */
export async function prepareEventsValues(conformance: ConformanceStage): Promise<void> {
  const { stage, values, signer } = conformance;
  if (!signer) throw new Error('the suite holds no keys of a pool');
  values.set('apiKey', String(stage.outputs['apiKey']));
  const { access } = await learnTokens(conformance);
  values.set('exampleToken', await signer.sign({ ...access, claim1: 'value1', scope: 'scope1 scope2' }));
  await learnCredentials(conformance, { as: 'caller', on: 'rest', path: '/prod/credentials' });
}
