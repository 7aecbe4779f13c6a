/** What a receipt handle stands for: one receive of one message of one queue. */
export interface Receipt {
  readonly queueArn: string;
  readonly messageId: string;
  /** Differs at each receive, so that only the newest handle of a message counts. */
  readonly nonce: string;
}

const marker = 'receipt';

/** Callers take the handle as opaque; it is base64, as AWS's are. */
export function encodeReceiptHandle(receipt: Receipt): string {
  return Buffer.from([marker, receipt.queueArn, receipt.messageId, receipt.nonce].join('\n')).toString('base64');
}

/** @returns `undefined` where the text was never a receipt handle. */
export function decodeReceiptHandle(handle: string): Receipt | undefined {
  const fields = Buffer.from(handle, 'base64').toString('utf8').split('\n');
  const [found, queueArn, messageId, nonce] = fields;
  if (fields.length !== 4 || found !== marker || !queueArn || !messageId || !nonce) return undefined;
  return { queueArn, messageId, nonce };
}
