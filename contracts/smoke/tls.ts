import { connect, type SecureVersion } from 'node:tls';

/** What a server agrees to with a client that takes any version of TLS. */
export interface Handshake {
  /** `TLSv1.3` */
  readonly version: string | null;
  /** Why the certificate is not to be trusted for this host; absent if it is. */
  readonly distrust: string | undefined;
}

/** Versions that a stage may agree to; older ones are deprecated (RFC 8996). */
export const acceptedVersions = ['TLSv1.2', 'TLSv1.3'];

export interface HandshakeOptions {
  /** Newest version that the client offers. @default 'TLSv1.3' */
  readonly maxVersion?: SecureVersion;
  /** PEM of authorities to trust beside this host's. @default none */
  readonly ca?: string;
}

/**
 * Shakes hands with an https server.
 *
 * @throws {Error} if no connection comes about.
 */
export function shakeHands(url: string, { maxVersion = 'TLSv1.3', ca }: HandshakeOptions = {}): Promise<Handshake> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: hostname,
      port: Number(port || 443),
      servername: hostname,
      // What it is that a server would agree to is the question, so nothing is left out of the offer.
      minVersion: 'TLSv1',
      maxVersion,
      ciphers: 'DEFAULT@SECLEVEL=0',
      rejectUnauthorized: false,
      ...(ca === undefined ? {} : { ca }),
    });
    socket.once('secureConnect', () => {
      const distrust = socket.authorized ? undefined : String(socket.authorizationError);
      resolve({ version: socket.getProtocol(), distrust });
      socket.destroy();
    });
    socket.once('error', reject);
  });
}
