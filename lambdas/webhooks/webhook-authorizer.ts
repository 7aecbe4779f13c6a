import type { APIGatewayRequestAuthorizerEventV2, APIGatewaySimpleAuthorizerWithContextResult } from 'aws-lambda';
import * as z from 'zod/mini';
import { PartnerId } from '../../contracts/schemas/identifiers.ts';
import { partnerSecret } from '../partners/partner-secret.ts';
import { systemClock } from '../shared/clock.ts';
import { webhookSources } from '../shared/environment.ts';
import { logger } from '../shared/logger.ts';
import { isWithin } from './source-addresses.ts';
import { verifyWebhook, webhookKey } from './webhook-signature.ts';

/** In characters: longer than any partner's id, and shorter than what a key can be derived from. */
const longestName = 255;

type Answer = APIGatewaySimpleAuthorizerWithContextResult<{ readonly partnerId: string }>;

/**
 * Lambda REQUEST authorizer of the webhook routes: where the request comes from, when it was made, and
 * who signed it. Never cached, since each request is signed for itself. It sees no body: the handler
 * compares that with the digest.
 */
export const handler = async (event: APIGatewayRequestAuthorizerEventV2): Promise<Answer> => {
  const partnerId = event.pathParameters?.['partnerId'] ?? '';
  const reason = await findRefusal(event, partnerId);
  // What is no partner's id is the caller's own text: no log shows it. The handler refuses it by its row.
  const named = z.safeParse(PartnerId, partnerId).success ? { partnerId } : {};
  if (reason !== undefined) logger.info('webhook refused', { reason, ...named });
  return { isAuthorized: reason === undefined, context: { partnerId } };
};

async function findRefusal(
  { headers = {}, rawPath, requestContext }: APIGatewayRequestAuthorizerEventV2,
  partnerId: string,
): Promise<string | undefined> {
  const { method, sourceIp } = requestContext.http;
  if (partnerId.length > longestName) return 'the path names no partner';
  if (!isWithin(webhookSources(), sourceIp)) return `the address ${sourceIp} is in none of the ranges`;
  const { 'webhook-timestamp': timestamp, 'webhook-signature': signature, 'content-digest': contentDigest } = headers;
  if (!timestamp || !signature || !contentDigest) return 'a header is missing';
  const now = systemClock.now();
  const parts = { timestamp, method, path: rawPath, contentDigest };
  // Another value of the secret can mend a forged signature only.
  const verdict = await partnerSecret.find(now, (secret) => {
    const found = verifyWebhook(webhookKey(secret, partnerId), parts, signature, now);
    return found === 'forged' ? undefined : found;
  });
  return verdict === 'valid' ? undefined : `the signature is ${verdict ?? 'forged'}`;
}
