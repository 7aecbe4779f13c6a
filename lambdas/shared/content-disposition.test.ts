import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attachmentDisposition } from './content-disposition.ts';

test('a plain name is there twice', () => {
  expect(attachmentDisposition('map.png')).toBe(`attachment; filename="map.png"; filename*=UTF-8''map.png`);
});

test('whatever the name, the header is ASCII, ends no quote early, and has the name whole', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => {
      const [, ascii, encoded] = /^attachment; filename="([^"\\]*)"; filename\*=UTF-8''([\w.!~%-]*)$/.exec(
        attachmentDisposition(name),
      ) ?? [undefined, undefined, undefined];
      expect(ascii).toMatch(/^[\x20-\x7e]*$/);
      expect(decodeURIComponent(encoded ?? '')).toBe(name);
    }),
  );
});
