import fc from 'fast-check';
import type { Operation } from '../../contracts/route-table.ts';
import { credentialFaults } from './credentials.ts';
import { targetFaults } from './target-faults.ts';
import { type TextFault, textFaults } from './text-faults.ts';
import { canary } from './valid-values.ts';
import { anyCodePoints, type ValueFault, valueFaults } from './value-faults.ts';

/** One thing that is wrong with a request. */
export type Fault =
  | { readonly at: 'value'; readonly fault: ValueFault }
  | { readonly at: 'text'; readonly fault: TextFault }
  | { readonly at: 'path'; readonly name: string; readonly text: string }
  | { readonly at: 'query'; readonly name: string; readonly text: string }
  /** `text` replaces the query as it is sent. */
  | { readonly at: 'raw query'; readonly text: string }
  | { readonly at: 'cursor'; readonly kind: (typeof cursorFaults)[number]; readonly place: number }
  | { readonly at: 'header'; readonly name: string; readonly text: string }
  | { readonly at: 'no header'; readonly name: string }
  /** The key of another request. */
  | { readonly at: 'key'; readonly place: number }
  | { readonly at: 'credentials'; readonly kind: (typeof credentialFaults)[number] }
  | { readonly at: 'target'; readonly kind: (typeof targetFaults)[number] }
  | { readonly at: 'method'; readonly method: string };

export const cursorFaults = ['of another query', 'tampered with', 'forged'] as const;

const oddTexts = [
  ...['', ' ', '.', '..', '/', '%', '\0', 'null', '{projectId}', '*', '__proto__', '☃', '😀', 'a b', canary],
  ...[
    '01ARZ3NDEKTSV4RRFFQ69G5FAV',
    '01arz3ndektsv4rrffq69g5fav',
    '81ARZ3NDEKTSV4RRFFQ69G5FAV',
    '0',
    '-1',
    '101',
    '1e2',
  ],
  ...['00000000-0000-4000-8000-000000000000', '2027-02-30', '2027-13', 'x'.repeat(1500), "' OR 1=1", '${7*7}', 'a\nb'],
  ...['W/"1"', '"1", "2"', '"', '""', '"1"', '"99999"', `"${'x'.repeat(65)}"`],
];

const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...oddTexts) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
  { weight: 1, arbitrary: anyCodePoints(20).map((odd) => odd.toWellFormed()) },
);

const rawQueries = [
  ...[
    '%',
    'limit=%zz',
    'limit=%c3%28',
    'limit',
    '=1',
    '&&&',
    'limit=1&limit=2',
    'limit[]=1',
    'cursor=%00',
    '__proto__=1',
  ],
  ...[
    'limit=1;cursor=2',
    'a=1#b',
    '?limit=1',
    'limit=+5',
    `x=${'y'.repeat(3000)}`,
    'limit=%F0%9F%98%80',
    'cursor=a%2Fb',
  ],
];

const contentTypes = [
  ...[
    'text/plain',
    'application/xml',
    'application/JSON',
    'application/json; charset=utf-16',
    'application/problem+json',
  ],
  ...[
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    'image/png',
    '/',
    ';',
    'application/octet-stream',
  ],
];

const headerNames = [
  ...[
    'If-Match',
    'Idempotency-Key',
    'Origin',
    'Accept',
    'Content-Encoding',
    'X-Forwarded-For',
    'X-HTTP-Method-Override',
  ],
  ...['X-Amzn-Trace-Id', 'X-Amz-Date', 'X-Amz-Security-Token', 'Cookie', 'Range', 'x-api-key', 'Webhook-Timestamp'],
  ...[
    'Webhook-Signature',
    'Content-Digest',
    'If-None-Match',
    'Accept-Encoding',
    'Access-Control-Request-Method',
    'Date',
  ],
];

/** What Node sends in a header: Latin-1 without control characters. */
const sendable = (odd: string) => odd.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '\xbf').trim();

const headers = fc.oneof(
  { weight: 1, arbitrary: fc.record({ name: fc.constant('Content-Type'), text: fc.constantFrom(...contentTypes) }) },
  { weight: 2, arbitrary: fc.record({ name: fc.constantFrom(...headerNames), text: text.map(sendable) }) },
);

/** The faults that a request of a row can have. */
export function faultsOf(operation: Operation): fc.Arbitrary<Fault> {
  const { body, pathParameters, queryParameters, idempotency, ifMatch } = operation;
  const hasCursor = queryParameters.some(({ name }) => name === 'cursor');
  const ownHeaders = [
    ...(ifMatch === undefined ? [] : ['If-Match']),
    ...(idempotency === 'key' ? ['Idempotency-Key'] : []),
    ...(body === undefined ? [] : ['Content-Type']),
  ];
  return fc.oneof(
    weighted(body === undefined ? 0 : 6, fc.record({ at: fc.constant('value' as const), fault: valueFaults })),
    weighted(body === undefined ? 1 : 5, fc.record({ at: fc.constant('text' as const), fault: textFaults })),
    weighted(pathParameters.length > 0 ? 3 : 0, named('path', pathParameters)),
    weighted(queryParameters.length > 0 ? 3 : 0, named('query', queryParameters)),
    weighted(1, fc.record({ at: fc.constant('raw query' as const), text: fc.constantFrom(...rawQueries) })),
    weighted(
      hasCursor ? 3 : 0,
      fc.record({ at: fc.constant('cursor' as const), kind: fc.constantFrom(...cursorFaults), place: fc.nat(500) }),
    ),
    weighted(
      2,
      headers.map((header) => ({ at: 'header' as const, ...header })),
    ),
    weighted(
      ownHeaders.length > 0 ? 3 : 0,
      fc.record({ at: fc.constant('header' as const), name: anyOf(ownHeaders), text: text.map(sendable) }),
    ),
    weighted(
      ownHeaders.length > 0 ? 1 : 0,
      fc.record({ at: fc.constant('no header' as const), name: anyOf(ownHeaders) }),
    ),
    weighted(idempotency === 'key' ? 2 : 0, fc.record({ at: fc.constant('key' as const), place: fc.nat(500) })),
    weighted(3, fc.record({ at: fc.constant('credentials' as const), kind: fc.constantFrom(...credentialFaults) })),
    weighted(1, fc.record({ at: fc.constant('target' as const), kind: fc.constantFrom(...targetFaults) })),
    weighted(1, fc.record({ at: fc.constant('method' as const), method: fc.constantFrom(...methods) })),
  );
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

const weighted = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary });

/** A choice that is never met if there is nothing to choose. */
const anyOf = (values: readonly string[]) => (values.length > 0 ? fc.constantFrom(...values) : fc.constant(''));

const named = <A extends 'path' | 'query'>(at: A, parameters: readonly { readonly name: string }[]) =>
  fc.record({ at: fc.constant(at), name: anyOf(parameters.map(({ name }) => name)), text });
