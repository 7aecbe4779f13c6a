import type { ConformanceStage } from '../conformance-stage.ts';
import { es256Signer, hs256Signer } from '../token-signer.ts';
import { learnCredentials, learnTokens } from './values.ts';

/** Fills in the tokens and credentials that the HTTP API's cases send. */
export async function prepareHttpApiValues(conformance: ConformanceStage): Promise<void> {
  const { stage, values, signer } = conformance;
  if (!signer) throw new Error('the suite holds no keys of a pool');
  const { id, access, now } = await learnTokens(conformance);
  const otherIssuer = id.iss.replace(String(stage.outputs['usersId']), String(stage.outputs['othersId']));
  const made: Readonly<Record<string, Promise<string>>> = {
    hs256Token: hs256Signer().sign(id),
    es256Token: es256Signer().sign(id),
    expiredToken: signer.sign({ ...id, iat: now - 7200, exp: now - 3600 }),
    notYetToken: signer.sign({ ...id, nbf: now + 3600, exp: now + 7200 }),
    otherAudienceToken: signer.sign({ ...id, aud: 'another-client' }),
    otherIssuerToken: signer.sign({ ...id, iss: otherIssuer }),
    groupsToken: signer.sign({ ...id, 'cognito:groups': ['admin', 'poweruser'] }),
    scopesToken: signer.sign({ ...access, scope: 'a b' }),
  };
  for (const [name, token] of Object.entries(made)) values.set(name, await token);
  await learnCredentials(conformance, { as: 'caller', on: 'iam', path: '/credentials' });
}
