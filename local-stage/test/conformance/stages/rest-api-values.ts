import type { ConformanceStage } from '../conformance-stage.ts';
import { learnCredentials, learnTokens } from './values.ts';

/** Fills in the keys, tokens and credentials that the REST API's cases send. */
export async function prepareRestApiValues(conformance: ConformanceStage): Promise<void> {
  const { stage, values, signer, keys } = conformance;
  if (!signer) throw new Error('the suite holds no keys of a pool');
  for (const name of ['validKey', 'disabledKey', 'strayKey', 'quotaKey']) values.set(name, String(stage.outputs[name]));
  const { id, access, now } = await learnTokens(conformance);
  values.set('expiredToken', await signer.sign({ ...id, iat: now - 7200, exp: now - 3600 }));
  values.set('otherAudienceToken', await signer.sign({ ...id, aud: 'another-client' }));
  values.set('scopedToken', await signer.sign({ ...access, scope: 'rs/read' }));
  keys.set('unknown', { accessKeyId: 'AKIAUNKNOWNTOTHESTAGE', secretAccessKey: 'secret' });
  await learnCredentials(conformance, { as: 'caller', on: 'iam', path: '/stage/credentials' });
  await learnCredentials(conformance, { as: 'denied', on: 'iam', path: '/stage/denied-credentials' });
}
