import type { StageUrls } from './resources/resource-type.ts';
import type { StageConfiguration } from './stage-configuration.ts';

/** The URL on localhost for each beginning of an AWS URL that the stage answers itself. */
type UrlReplacements = ReadonlyMap<string, string>;

/** Token endpoints and the `execute-api` hosts of APIs; an issuer stays what tokens say it is. */
export function localUrls(
  { region, userPools, restApis, httpApis }: StageConfiguration,
  urls: StageUrls,
): UrlReplacements {
  const domains = userPools.flatMap(({ id, domain }): [string, string][] =>
    domain === undefined ? [] : [[`https://${domain}.auth.${region}.amazoncognito.com`, `${urls.awsEndpoint}/${id}`]],
  );
  const apis = [...restApis, ...httpApis].map(({ address, id }): [string, string] => [
    `https://${id}.execute-api.${region}.amazonaws.com`,
    urls.api(address),
  ]);
  return new Map([...domains, ...apis]);
}

/** Replaces those beginnings wherever they stand in the strings of a JSON value. */
export function rewriteUrls<T>(value: T, replacements: UrlReplacements): T;
export function rewriteUrls(value: unknown, replacements: UrlReplacements): unknown {
  if (typeof value === 'string') return rewriteText(value, replacements);
  if (Array.isArray(value)) return value.map((element: unknown) => rewriteUrls(element, replacements));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, rewriteUrls(member, replacements)]));
}

function rewriteText(text: string, replacements: UrlReplacements): string {
  let rewritten = text;
  for (const [from, to] of replacements) rewritten = rewritten.replaceAll(from, to);
  return rewritten;
}
