import { type Clock, createClock } from '../../../src/clock.ts';
import type { Dispatching } from '../../../src/services/dispatch.ts';
import { type EndpointRecord, listenEndpoint } from '../../../src/services/endpoint.ts';
import { type AccessKey, createCredentials } from '../../../src/services/iam/credentials.ts';
import { createSignatureVerifier } from '../../../src/services/iam/signature.ts';
import type { AwsService } from '../../../src/services/service.ts';
import { accountId, roleWith } from '../iam/roles.ts';

const region = 'eu-central-1';

/** An endpoint that listens, with keys for the role `export` and for the operator. */
export async function startTestEndpoint(
  services: readonly AwsService[],
  options: { readonly clock?: Clock; readonly anonymous?: Dispatching['anonymous'] } = {},
) {
  const clock = options.clock ?? createClock();
  const credentials = createCredentials({ accountId, clock });
  const records: EndpointRecord[] = [];
  const defects: unknown[] = [];
  const endpoint = await listenEndpoint(0);
  endpoint.serve({
    services,
    anonymous: options.anonymous ?? (() => undefined),
    signatureVerifier: createSignatureVerifier({ credentials, clock, region }),
    clock,
    onRequest: (record) => records.push(record),
    onDefect: (defect) => defects.push(defect),
  });
  /** What an SDK client needs to call the endpoint with a key; it does not retry. */
  const clientConfiguration = (key: AccessKey) => ({
    endpoint: endpoint.origin,
    region,
    credentials: key,
    maxAttempts: 1,
  });
  return {
    ...endpoint,
    records,
    defects,
    asRole: clientConfiguration(credentials.issue(roleWith(), 'start-export')),
    asOperator: clientConfiguration(credentials.operator),
  };
}
