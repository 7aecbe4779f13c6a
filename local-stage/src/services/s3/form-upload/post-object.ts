import type { Caller } from '../../service.ts';
import { requireOnObject, type S3Answer, type S3Call, type S3Context, type S3Operation } from '../call.ts';
import { storedObject } from '../new-object.ts';
import { readContentHeaders, readMetadata } from '../object-headers.ts';
import type { StoredObject } from '../object-store.ts';
import { writtenHeaders } from '../operations/put-object.ts';
import { checksumHeaders, verifyChecksums } from '../request-checksums.ts';
import { assertKeyLength, encodeSegment } from '../resource-path.ts';
import { assertHeadersSupported } from '../unsupported.ts';
import { renderXml } from '../xml.ts';
import { type MultipartForm, parseMultipartForm } from './multipart-form.ts';
import { assertPolicyAllows } from './policy-evaluation.ts';
import { requireField, verifyPolicySignature } from './policy-signature.ts';
import { parsePostPolicy } from './post-policy.ts';

/** API reference: POST Object, an upload by a browser's form under a signed policy. */
export const postObject: S3Operation = (context, call) => {
  const form = withFileName(parseMultipartForm(call.headers['content-type'], call.body));
  const key = assertKeyLength(requireField(form.fields, 'key'));
  const caller = verifyPolicySignature(form.fields, context);
  if (caller) assertAllowed(context, call, form);
  return store(context, { ...call, key, caller }, form);
};

/** Every field may say `${filename}`; where the file has no name, S3 leaves it as it is. */
function withFileName(form: MultipartForm): MultipartForm {
  const { fileName } = form.file;
  if (fileName === undefined) return form;
  const replaced = [...form.fields].map(([name, value]): [string, string] => [
    name,
    name === 'policy' ? value : value.replaceAll('${filename}', () => fileName),
  ]);
  return { ...form, fields: new Map(replaced) };
}

function assertAllowed(context: S3Context, call: S3Call, form: MultipartForm): void {
  const policy = parsePostPolicy(form.fields.get('policy') ?? '');
  const bucket = form.fields.get('bucket') ?? call.bucket.name;
  const upload = {
    // A field that names another bucket than the one posted to meets no condition on the bucket.
    fields: new Map([...form.fields, ['bucket', bucket === call.bucket.name ? bucket : '']]),
    names: form.names,
    sizeBytes: form.file.body.length,
  };
  assertPolicyAllows(policy, upload, context.clock.now());
}

function store(context: S3Context, call: S3Call & { readonly caller: Caller | null }, form: MultipartForm): S3Answer {
  requireOnObject(context, call, 'PutObject');
  const headers = Object.fromEntries(form.fields);
  assertHeadersSupported(headers);
  const object = storedObject(
    {
      ...{ key: call.key, body: form.file.body },
      contentHeaders: readContentHeaders(headers),
      metadata: readMetadata(headers),
      checksum: verifyChecksums(headers, form.file.body),
    },
    context.clock.now(),
  );
  context.objects.put(call.bucket.name, object);
  return answer(call, object, form.fields);
}

function answer(call: S3Call, object: StoredObject, fields: ReadonlyMap<string, string>): S3Answer {
  const location = `${call.origin}/${call.bucket.name}/${encodeSegment(object.key)}`;
  const headers = { ...writtenHeaders(object), ...checksumHeaders(object.checksum), location };
  const redirect = fields.get('success_action_redirect') ?? fields.get('redirect');
  if (redirect !== undefined && /^https?:\/\//i.test(redirect) && URL.canParse(redirect)) {
    return { status: 303, headers: { ...headers, location: redirectTo(redirect, call, object) } };
  }
  const status = fields.get('success_action_status');
  if (status !== '201') return { status: status === '200' ? 200 : 204, headers };
  const body = renderXml(
    [
      'PostResponse',
      [
        ['Location', location],
        ['Bucket', call.bucket.name],
        ['Key', object.key],
        ['ETag', `"${object.etag}"`],
      ],
    ],
    false,
  );
  return { status: 201, headers: { ...headers, 'content-type': 'application/xml' }, body };
}

/** The page to show, with what was stored in its query. */
function redirectTo(redirect: string, call: S3Call, object: StoredObject): string {
  const target = new URL(redirect);
  const stored = new URLSearchParams({ bucket: call.bucket.name, key: object.key, etag: `"${object.etag}"` });
  target.search = target.search === '' ? `?${stored}` : `${target.search}&${stored}`;
  return target.href;
}
