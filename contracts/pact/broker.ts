/** The Pact Broker that the environment names, if any. */

export interface Broker {
  /** PACT_BROKER_* variables, as the `pact` command reads them: no credentials are in its arguments. */
  readonly variables: Readonly<Record<string, string>>;
}

/** What a version of ours is to the broker. */
export interface Revision {
  /** The commit. */
  readonly version: string;
  readonly branch: string;
}

const names = {
  url: 'PACT_BROKER_BASE_URL',
  token: 'PACT_BROKER_TOKEN',
  username: 'PACT_BROKER_USERNAME',
  password: 'PACT_BROKER_PASSWORD',
} as const;

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * @param environment such as `process.env`.
 * @returns `undefined` if no broker is named.
 * @throws {Error} if the variables contradict each other, or would send credentials in the clear.
 */
export function brokerOf(environment: Readonly<Record<string, string | undefined>>): Broker | undefined {
  const value = (name: string) => environment[name] || undefined;
  const [url, token, username, password] = [names.url, names.token, names.username, names.password].map(value);
  if (url === undefined) return undefined;
  const parsed = URL.parse(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol)) {
    throw new Error(`${names.url} is '${url}'. Expected: the URL of a Pact Broker`);
  }
  if (token !== undefined && username !== undefined) {
    throw new Error(`both ${names.token} and ${names.username} are set. Expected: one of both`);
  }
  if ((username === undefined) !== (password === undefined)) {
    throw new Error(`one of ${names.username} and ${names.password} is set. Expected: both, or none`);
  }
  if (parsed.protocol === 'http:' && !loopback.test(parsed.hostname) && (token ?? username) !== undefined) {
    throw new Error(`${names.url} is '${url}', with credentials. Expected: https, but on this machine`);
  }
  const variables = { [names.url]: url, [names.token]: token, [names.username]: username, [names.password]: password };
  return { variables: Object.fromEntries(Object.entries(variables).filter(([, set]) => set !== undefined)) as never };
}
