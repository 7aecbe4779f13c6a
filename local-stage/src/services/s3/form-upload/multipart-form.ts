import { AwsError } from '../../service.ts';
import { invalidArgument } from '../errors.ts';

/** A browser's form as `multipart/form-data`. */
export interface MultipartForm {
  /** By name in lower case; the values of a repeated name are joined by commas, as S3 joins them. */
  readonly fields: ReadonlyMap<string, string>;
  /** Names as the form has them, by name in lower case. */
  readonly names: ReadonlyMap<string, string>;
  readonly file: FormFile;
}

export interface FormFile {
  readonly body: Buffer;
  /** Without folders; `undefined` where the part has no `filename`. */
  readonly fileName: string | undefined;
}

/** Source: Amazon S3 API Reference, "POST Object": form data without the file, 20 KB. */
const maximumFieldBytes = 20_480;

interface FormPart {
  readonly name: string;
  readonly fileName: string | undefined;
  readonly body: Buffer;
}

/**
 * Reads a form up to its file; S3 ignores what comes after that.
 *
 * @throws {AwsError} PreconditionFailed, MalformedPOSTRequest, MaxPostPreDataLengthExceeded, InvalidArgument
 */
export function parseMultipartForm(contentType: string | undefined, body: Buffer): MultipartForm {
  const fields = new Map<string, string>();
  const names = new Map<string, string>();
  let fieldBytes = 0;
  for (const part of partsOf(body, boundaryOf(contentType))) {
    if (part.name.toLowerCase() === 'file') return { fields, names, file: part };
    fieldBytes += part.name.length + part.body.length;
    if (fieldBytes > maximumFieldBytes) throw fieldsTooLong();
    const name = part.name.toLowerCase();
    const value = part.body.toString('utf8');
    const earlier = fields.get(name);
    fields.set(name, earlier === undefined ? value : `${earlier},${value}`);
    names.set(name, part.name);
  }
  throw invalidArgument('POST requires exactly one file upload per request.', 'file', '0');
}

export const isMultipartForm = (contentType: string | undefined) =>
  /^multipart\/form-data\s*(;|$)/i.test(contentType ?? '');

function boundaryOf(contentType: string | undefined): string {
  if (!isMultipartForm(contentType)) {
    throw new AwsError('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412, {
      Condition: 'Bucket POST must be of the enclosure-type multipart/form-data',
    });
  }
  const match = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType ?? '');
  const boundary = match?.[1] ?? match?.[2];
  if (boundary === undefined) throw malformed();
  return boundary;
}

/** The parts between the boundaries, as RFC 2046 delimits them. */
function* partsOf(body: Buffer, boundary: string): Generator<FormPart> {
  const delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1');
  const opening = body.indexOf(`--${boundary}`, 0, 'latin1');
  if (opening !== 0 && body.indexOf(delimiter) !== opening - 2) throw malformed();
  let at = opening + delimiter.length - 2;
  while (body.toString('latin1', at, at + 2) !== '--') {
    const start = endOfLine(body, at);
    const end = body.indexOf(delimiter, start - 2);
    if (end < 0) throw malformed();
    yield readPart(body.subarray(start, Math.max(start, end)));
    at = end + delimiter.length;
  }
}

/** Where the line after the boundary begins; only padding may stand before it. */
function endOfLine(body: Buffer, at: number): number {
  const end = body.indexOf('\r\n', at);
  if (end < 0 || body.toString('latin1', at, end).trim() !== '') throw malformed();
  return end + 2;
}

function readPart(part: Buffer): FormPart {
  const end = part.indexOf('\r\n\r\n');
  if (end < 0) throw malformed();
  const headers = part.toString('utf8', 0, end);
  const disposition = /^content-disposition:\s*form-data\s*;(.*)$/im.exec(headers)?.[1];
  const name = disposition && parameterOf(disposition, 'name');
  if (!name) throw malformed();
  const fileName = parameterOf(disposition, 'filename');
  return { name, fileName: fileName?.replace(/^.*[/\\]/, ''), body: part.subarray(end + 4) };
}

/** Browsers write quotes and line ends within a name percent-encoded. */
function parameterOf(disposition: string, name: string): string | undefined {
  const match = new RegExp(`(?:^|;)\\s*${name}=(?:"([^"]*)"|([^\\s;"]*))`, 'i').exec(disposition);
  const value = match?.[1] ?? match?.[2];
  return value?.replace(/%22/g, '"').replace(/%0D/gi, '\r').replace(/%0A/gi, '\n');
}

const malformed = () =>
  new AwsError('MalformedPOSTRequest', 'The body of your POST request is not well-formed multipart/form-data.');

const fieldsTooLong = () =>
  new AwsError(
    'MaxPostPreDataLengthExceeded',
    'Your POST request fields preceding the upload file were too large.',
    400,
    { MaxPostPreDataLengthBytes: maximumFieldBytes },
  );
