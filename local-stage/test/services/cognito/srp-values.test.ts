import { getDiffieHellman } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createPasswordVerifier, passwordMatches } from '../../../src/services/cognito/srp.ts';

/** The private key `x` of this user, as the SRP client of another project's SDK computes it. */
const known = {
  poolId: 'us-east-1_1aBcdeFgh',
  username: 'awsm-test-user',
  password: 'awsm-test-password',
  salt: '0ffaabbccdd7',
  privateKey: 0xa63ef5d43d9741e7b5706798c13f926678b70c085cc1b5ec3752995c3806bbcan,
};

function verifierOf(privateKey: bigint): string {
  const prime = BigInt(`0x${getDiffieHellman('modp15').getPrime('hex')}`);
  const bits = privateKey.toString(2);
  const verifier = [...bits].reduce((power, bit) => (power ** 2n * (bit === '1' ? 2n : 1n)) % prime, 1n);
  return verifier.toString(16);
}

describe('a password verifier', () => {
  it("is of the private key that clients derive, the user pool's name and the user's included", () => {
    const { poolId, username, password, salt, privateKey } = known;
    const verifier = { salt, verifier: verifierOf(privateKey) };
    expect(passwordMatches(poolId, username, password, verifier)).toBe(true);
    expect(passwordMatches(poolId, username, `${password} `, verifier)).toBe(false);
    expect(passwordMatches(poolId, `${username}2`, password, verifier)).toBe(false);
    expect(passwordMatches('us-east-1_2aBcdeFgh', username, password, verifier)).toBe(false);
  });

  it('is another each time', () => {
    const { poolId, username, password } = known;
    const [first, second] = [1, 2].map(() => createPasswordVerifier(poolId, username, password));
    expect(first?.salt).not.toBe(second?.salt);
    expect(first?.verifier).not.toBe(second?.verifier);
  });
});
