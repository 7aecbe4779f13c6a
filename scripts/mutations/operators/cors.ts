import { publicApi } from '../../../contracts/public-api.ts';
import { operationsOf } from '../../../contracts/route-table.ts';
import { type Check, smoke } from '../check.ts';
import type { Change, Operator, Resource } from '../mutation.ts';
import { about, operationsAt, rowsAt } from '../routes.ts';
import { blocksOf, recordOf, removeEntry, textsOf } from '../stack-values.ts';

/** What pages of other origins may send and read, on both kinds of API and in the buckets. */

const ofPreflight = (resource: Resource): readonly Check[] => [smoke('cors', about(operationsAt(resource)))];
const ofHttpApi = (): readonly Check[] => [smoke('cors', about(operationsOf(publicApi)))];
export const ofBucket = ({ name }: Resource): readonly Check[] => [
  smoke('buckets', name.includes('attachments') ? /attachments/ : /exports/),
];
/** An origin that no environment allows. */
const foreignOrigin = 'https://elsewhere.example';

const preflightHeader: Operator = {
  name: 'preflight-header',
  type: 'aws_api_gateway_integration_response',
  checks: ofPreflight,
  operations: rowsAt,
  changesOf: ({ arguments: args }) =>
    Object.entries(recordOf(args['response_parameters'])).flatMap(([name, value]) => [
      {
        part: name,
        description: `the preflight's ${headerOf(name)} is left out`,
        apply: ({ arguments: copy }) => delete recordOf(copy['response_parameters'])[name],
      },
      ...entriesOf(value).map((entry) => ({
        part: `${name}/${entry}`,
        description: `the preflight's ${headerOf(name)} has no ${entry}`,
        apply: ({ arguments: copy }: Resource) => {
          const left = entriesOf(value).filter((other) => other !== entry);
          recordOf(copy['response_parameters'])[name] = `'${left.join(',')}'`;
        },
      })),
    ]),
};

const preflightOrigin: Operator = {
  name: 'preflight-origin',
  type: 'aws_api_gateway_integration_response',
  checks: ofPreflight,
  operations: rowsAt,
  changesOf: ({ arguments: args }) =>
    Object.entries(recordOf(args['response_templates'])).flatMap(([contentType, template]) => [
      ...originsIn(String(template)).flatMap((origin) => [
        templateChange(contentType, `${origin}/removed`, `the preflight takes no ${origin}`, (text) =>
          text.replaceAll(origin, 'https://narrowed.example'),
        ),
      ]),
      ...originsIn(String(template))
        .slice(0, 1)
        .map((origin) =>
          templateChange(contentType, 'widened', `the preflight takes ${foreignOrigin}`, (text) =>
            text.replaceAll(`"${origin}"`, `"${origin}" || $origin == "${foreignOrigin}"`),
          ),
        ),
    ]),
};

const httpCorsEntry: Operator = {
  name: 'http-cors-entry',
  type: 'aws_apigatewayv2_api',
  checks: ofHttpApi,
  changesOf: ({ arguments: args }) =>
    blocksOf(args['cors_configuration']).flatMap((block) =>
      Object.keys(block).flatMap((list) =>
        textsOf(block[list]).map((entry) => ({
          part: `${list}/${entry}`,
          description: `${list} has no ${entry}`,
          apply: (copy) => eachBlock(copy, 'cors_configuration', (cors) => removeEntry(cors, list, entry)),
        })),
      ),
    ),
};

const httpCorsWidened: Operator = {
  name: 'http-cors-widened',
  type: 'aws_apigatewayv2_api',
  checks: ofHttpApi,
  changesOf: ({ arguments: args }) =>
    blocksOf(args['cors_configuration']).map(() => ({
      part: '',
      description: `${foreignOrigin} is allowed`,
      apply: (copy) =>
        eachBlock(copy, 'cors_configuration', (cors) => {
          cors['allow_origins'] = [...textsOf(cors['allow_origins']), foreignOrigin];
        }),
    })),
};

const httpCorsMaxAge: Operator = {
  name: 'http-cors-max-age',
  type: 'aws_apigatewayv2_api',
  checks: ofHttpApi,
  changesOf: ({ arguments: args }) =>
    blocksOf(args['cors_configuration'])
      .filter((block) => block['max_age'] !== undefined)
      .map(() => ({
        part: '',
        description: 'a preflight is good for one request',
        apply: (copy) => eachBlock(copy, 'cors_configuration', (cors) => delete cors['max_age']),
      })),
};

const bucketCorsEntry: Operator = {
  name: 'bucket-cors-entry',
  type: 'aws_s3_bucket_cors_configuration',
  checks: ofBucket,
  changesOf: ({ arguments: args }) =>
    blocksOf(args['cors_rule']).flatMap((rule, index) =>
      ['allowed_origins', 'allowed_methods', 'expose_headers'].flatMap((list) =>
        textsOf(rule[list]).map((entry) => ({
          part: `${index}/${list}/${entry}`,
          description: `${list} of the bucket's rule has no ${entry}`,
          apply: ({ arguments: copy }) => {
            const changed = blocksOf(copy['cors_rule'])[index];
            if (changed) changed[list] = replacedEntry(textsOf(changed[list]), list, entry);
          },
        })),
      ),
    ),
};

export const corsOperators: readonly Operator[] = [
  preflightHeader,
  preflightOrigin,
  httpCorsEntry,
  httpCorsWidened,
  httpCorsMaxAge,
  bucketCorsEntry,
];

const headerOf = (parameter: string) => parameter.slice(parameter.lastIndexOf('.') + 1);

/** `'a,b'`, in the quotes of a literal, has the entries a and b; a literal of one word has none of its own. */
function entriesOf(value: unknown): readonly string[] {
  const literal = /^'(?<text>.*)'$/.exec(String(value))?.groups?.['text'] ?? '';
  const entries = literal.split(',');
  return entries.length > 1 ? entries : [];
}

const originsIn = (template: string): readonly string[] => [
  ...new Set([...template.matchAll(/"(?<origin>https?:\/\/[^"]+)"/g)].map(({ groups }) => groups?.['origin'] ?? '')),
];

function templateChange(
  contentType: string,
  part: string,
  description: string,
  edit: (template: string) => string,
): Change {
  return {
    part: `${contentType}/${part}`,
    description,
    apply: ({ arguments: copy }) => {
      const templates = recordOf(copy['response_templates']);
      templates[contentType] = edit(String(templates[contentType]));
    },
  };
}

function eachBlock({ arguments: args }: Resource, name: string, edit: (block: Record<string, unknown>) => void): void {
  for (const block of blocksOf(args[name])) edit(block);
}

/** A rule must keep an origin and a method, so the last of them gives way to another. */
function replacedEntry(entries: readonly string[], list: string, entry: string): readonly string[] {
  const left = entries.filter((other) => other !== entry);
  if (left.length > 0 || list === 'expose_headers') return left;
  return [list === 'allowed_methods' ? 'DELETE' : 'https://narrowed.example'];
}
