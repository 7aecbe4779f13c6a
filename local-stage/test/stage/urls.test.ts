import { describe, expect, it } from 'vitest';
import { rewriteUrls } from '../../src/urls.ts';

const replacements = new Map([['https://shop.auth.eu-west-1.amazoncognito.com', 'http://127.0.0.1:4002/pool']]);

describe('rewriteUrls', () => {
  it('replaces the beginning of a URL wherever it stands', () => {
    const value = {
      url: 'https://shop.auth.eu-west-1.amazoncognito.com/oauth2/token',
      list: ['a https://shop.auth.eu-west-1.amazoncognito.com b'],
    };
    expect(rewriteUrls(value, replacements)).toEqual({
      url: 'http://127.0.0.1:4002/pool/oauth2/token',
      list: ['a http://127.0.0.1:4002/pool b'],
    });
  });

  it('leaves what is of another host, and values that are no text', () => {
    const value = { url: 'https://cognito-idp.eu-west-1.amazonaws.com/pool', count: 3, nothing: null };
    expect(rewriteUrls(value, replacements)).toEqual(value);
  });
});
