import type { Caller } from '../service.ts';

/** Verifies AWS Signature Version 4, in the Authorization header or in a presigned query. */
export interface SignatureVerifier {
  /**
   * @param expected the service that the credential scope must name; its region is the stage's.
   * @returns who signed, or `null` where the request carries no signature at all.
   * @throws {AwsError} with the codes that AWS gives a signature that is incomplete, expired, of an
   *   unknown key or wrong: IncompleteSignature, SignatureDoesNotMatch, InvalidClientTokenId, ...
   */
  verify(request: SignedRequest, expected: { readonly service: string }): Caller | null;
}

export interface SignedRequest {
  readonly method: string;
  /** Path as sent, percent-encoded. */
  readonly path: string;
  /** Query as sent, without the question mark. */
  readonly rawQuery: string;
  /** Names in lower case; repeated headers joined by commas. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Bytes as sent. */
  readonly body: Buffer;
}
