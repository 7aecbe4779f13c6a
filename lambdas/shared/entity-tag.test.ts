import { expect, test } from 'vitest';
import { entityTag, requireVersion } from './entity-tag.ts';
import { Problem } from './problem.ts';

test.each([undefined, '*', entityTag(3)])('a change with %s is meant for the version 3', (ifMatch) => {
  expect(() => requireVersion(ifMatch, 3)).not.toThrow();
});

test.each([entityTag(2), entityTag(33), '3', '""'])('a change with %s is not', (ifMatch) => {
  expect(() => requireVersion(ifMatch, 3)).toThrow(Problem);
  expect(() => requireVersion(ifMatch, 3)).toThrow(expect.objectContaining({ code: 'PRECONDITION_FAILED' }));
});
