import { createHash, createHmac, getDiffieHellman, hkdfSync, randomBytes } from 'node:crypto';

/**
 * The client's half of SRP-6a with Cognito's parameters, written from RFC 5054 and the protocol's public description,
 * apart from the server's: group of 3072 bits, generator 2, SHA-256.
 */
const group = getDiffieHellman('modp15');
const N = BigInt(`0x${group.getPrime('hex')}`);
const g = 2n;

const hexOf = (value: bigint): string => {
  const hex = value.toString(16);
  const even = hex.length % 2 === 1 ? `0${hex}` : hex;
  return '89abcdef'.includes(even.charAt(0)) ? `00${even}` : even;
};
const sha256 = (data: Buffer): string => createHash('sha256').update(data).digest('hex');
const number = (hex: string): bigint => BigInt(`0x${hex}`);
const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');

function power(base: bigint, exponent: bigint): bigint {
  let [result, square, rest] = [1n, base % N, exponent];
  while (rest > 0n) {
    if (rest % 2n === 1n) result = (result * square) % N;
    square = square ** 2n % N;
    rest /= 2n;
  }
  return result;
}

export interface SrpChallenge {
  readonly SALT: string;
  readonly SRP_B: string;
  readonly SECRET_BLOCK: string;
  readonly USER_ID_FOR_SRP: string;
}

export function createSrpClient(poolId: string) {
  const poolName = poolId.split('_')[1] ?? '';
  const a = number(randomBytes(128).toString('hex'));
  const A = power(g, a);

  const sessionKey = (challenge: SrpChallenge, password: string): Buffer => {
    const B = number(challenge.SRP_B);
    const u = number(sha256(bytes(hexOf(A) + hexOf(B))));
    const identity = sha256(Buffer.from(`${poolName}${challenge.USER_ID_FOR_SRP}:${password}`));
    const x = number(sha256(bytes(hexOf(number(challenge.SALT)) + identity)));
    const k = number(sha256(bytes(hexOf(N) + hexOf(g))));
    const base = (((B - k * power(g, x)) % N) + N) % N;
    const S = power(base, a + u * x);
    return Buffer.from(hkdfSync('sha256', bytes(hexOf(S)), bytes(hexOf(u)), 'Caldera Derived Key', 16));
  };

  return {
    publicValue: A.toString(16),
    /** `ChallengeResponses` of PASSWORD_VERIFIER. */
    answer(challenge: SrpChallenge, password: string, now: Date): Record<string, string> {
      const timestamp = timestampOf(now);
      const signature = createHmac('sha256', sessionKey(challenge, password))
        .update(poolName)
        .update(challenge.USER_ID_FOR_SRP)
        .update(Buffer.from(challenge.SECRET_BLOCK, 'base64'))
        .update(timestamp)
        .digest('base64');
      return {
        USERNAME: challenge.USER_ID_FOR_SRP,
        PASSWORD_CLAIM_SECRET_BLOCK: challenge.SECRET_BLOCK,
        PASSWORD_CLAIM_SIGNATURE: signature,
        TIMESTAMP: timestamp,
      };
    },
  };
}

/** `Tue Mar 3 09:05:07 UTC 2026`: the day of the month is not padded. */
function timestampOf(now: Date): string {
  const [weekday = '', day, month, year, time] = now.toUTCString().split(' ');
  return `${weekday.replace(',', '')} ${month} ${Number(day)} ${time} UTC ${year}`;
}
