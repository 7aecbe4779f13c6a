import { partnerSecret } from '../../contracts/smoke/credentials.ts';
import { awsSignature, contactsToken, webhookSignature } from '../../contracts/smoke/signing.ts';
import {
  methodOf,
  type OperationId,
  outputs,
  type RawAnswer,
  type RawRequest,
  send,
  textOf,
  urlOf,
} from './requests.ts';

/** Requests of callers that are no persons. */

/** Signed with this process's own AWS credentials. */
export async function sendAsOperator(operationId: OperationId, body?: unknown): Promise<RawAnswer> {
  const request = body === undefined ? {} : { body };
  return send(operationId, { ...request, headers: await awsSignature(outputs, signable(operationId, request)) });
}

/**
 * Signed as the partner's own.
 *
 * @param at when the partner says that it made the request.
 */
export async function sendAsWebhook(partnerId: string, body: unknown, at = new Date()): Promise<RawAnswer> {
  const request = { path: { partnerId }, body };
  const signer = { partnerId, secret: await partnerSecret(outputs) };
  const headers = webhookSignature(signer, signable('receiveWebhook', request), at);
  return send('receiveWebhook', { ...request, headers });
}

/** With a token of the contact desk's. */
export async function sendAsDesk(operationId: OperationId, request: RawRequest = {}): Promise<RawAnswer> {
  const headers = { Authorization: `Bearer ${await contactsToken(outputs)}` };
  return send(operationId, { ...request, headers: { ...headers, ...request.headers } });
}

const signable = (operationId: OperationId, request: RawRequest) => ({
  method: methodOf(operationId),
  url: urlOf(operationId, request),
  body: request.body === undefined ? '' : textOf(request.body),
});
