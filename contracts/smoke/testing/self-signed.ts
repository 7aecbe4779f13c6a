import { generateKeyPairSync, sign, X509Certificate } from 'node:crypto';

export interface KeyAndCertificate {
  /** PEM */
  readonly key: string;
  /** PEM */
  readonly cert: string;
}

/** A certificate for `localhost` that signs itself (RFC 5280), valid from an hour ago for a day. */
export function selfSigned(): KeyAndCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = sequence(set(sequence(oid('55 04 03'), tag(0x0c, Buffer.from('localhost')))));
  const algorithm = sequence(oid('2a 86 48 ce 3d 04 03 02'));
  const hourMs = 60 * 60 * 1000;
  const alternativeNames = sequence(oid('55 1d 11'), tag(0x04, sequence(tag(0x82, Buffer.from('localhost')))));
  const body = sequence(
    tag(0xa0, tag(0x02, Buffer.from([2]))),
    tag(0x02, Buffer.from([1])),
    algorithm,
    name,
    sequence(time(Date.now() - hourMs), time(Date.now() + 24 * hourMs)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tag(0xa3, sequence(alternativeNames)),
  );
  const signature = tag(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', body, privateKey)]));
  const cert = new X509Certificate(sequence(body, algorithm, signature));
  return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), cert: cert.toString() };
}

/** DER: a tag, a length, a value. */
function tag(type: number, ...values: readonly Uint8Array[]): Buffer {
  const value = Buffer.concat(values);
  const long = value.length > 255 ? [0x82, value.length >> 8, value.length & 255] : [0x81, value.length];
  return Buffer.concat([Buffer.from([type, ...(value.length < 128 ? [value.length] : long)]), value]);
}

const sequence = (...values: readonly Uint8Array[]) => tag(0x30, ...values);
const set = (...values: readonly Uint8Array[]) => tag(0x31, ...values);
const oid = (hex: string) => tag(0x06, Buffer.from(hex.replaceAll(' ', ''), 'hex'));
/** `YYMMDDHHMMSSZ` */
const time = (ms: number) =>
  tag(0x17, Buffer.from(`${new Date(ms).toISOString().slice(2, 19).replaceAll(/[-:T]/g, '')}Z`));
