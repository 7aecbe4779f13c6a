import { describe, expect, test } from 'vitest';
import { publicApi } from '../public-api.ts';
import { taskApi } from '../task-api.ts';
import { urlOf } from './requests.ts';
import { acceptedVersions, shakeHands } from './tls.ts';

describe.each([taskApi, publicApi])('$name', (api) => {
  test.skipIf(urlOf(api).startsWith('http:'))(
    'agrees to TLS 1.2 or newer, with a certificate for its host',
    async () => {
      const { version, distrust } = await shakeHands(urlOf(api));
      expect(acceptedVersions).toContain(version);
      expect(distrust).toBeUndefined();
    },
  );
});
