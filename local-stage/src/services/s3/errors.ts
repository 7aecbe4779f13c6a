import { AwsError } from '../service.ts';

type Details = Readonly<Record<string, unknown>>;

/** Source of codes, statuses and texts: Amazon S3 API Reference, "Error responses". */
export const noSuchBucket = (BucketName: string) =>
  new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName });

export const noSuchKey = (Key: string) => new AwsError('NoSuchKey', 'The specified key does not exist.', 404, { Key });

export const noSuchUpload = (UploadId: string) =>
  new AwsError(
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    404,
    { UploadId },
  );

export const invalidArgument = (message: string, ArgumentName: string, ArgumentValue: string) =>
  new AwsError('InvalidArgument', message, 400, { ArgumentName, ArgumentValue });

export const invalidRequest = (message: string, details: Details = {}) =>
  new AwsError('InvalidRequest', message, 400, details);

export const malformedXml = () =>
  new AwsError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );

/** @param Condition the header that did not hold. */
export const preconditionFailed = (Condition: string) =>
  new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412, {
    Condition,
  });

export const slowDown = () => new AwsError('SlowDown', 'Please reduce your request rate.', 503);

/** What S3 has and the stage does not, refused rather than ignored. */
export const notImplemented = (what: string, expected: string) =>
  new AwsError('NotImplemented', `The local stage does not do ${what}. Expected: ${expected}`, 501);

export const accessDenied = (message = 'Access Denied', details: Details = {}) =>
  new AwsError('AccessDenied', message, 403, details);

export const entityTooLarge = (ProposedSize: number, MaxSizeAllowed: number) =>
  new AwsError('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', 400, {
    ProposedSize,
    MaxSizeAllowed,
  });

export const entityTooSmall = (ProposedSize: number, MinSizeAllowed: number, details: Details = {}) =>
  new AwsError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', 400, {
    ProposedSize,
    MinSizeAllowed,
    ...details,
  });
