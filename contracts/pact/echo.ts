/**
 * What an answer says of something else than was asked for: a member that is named as a parameter of
 * the path, with another value. Matchers of a pact cannot tell, since the value is the state's.
 *
 * @param pathParameters of the request.
 * @param body of the answer; anything that is no JSON says nothing.
 */
export function echoProblem(pathParameters: Readonly<Record<string, string>>, body: string): string | undefined {
  for (const [name, value] of members(parse(body))) {
    const asked = Object.hasOwn(pathParameters, name) ? pathParameters[name] : undefined;
    if (asked !== undefined && value !== asked) {
      return `the answer's ${name} is ${JSON.stringify(value)}. Expected: '${asked}', as in the path`;
    }
  }
  return undefined;
}

function* members(value: unknown): Generator<readonly [string, unknown]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    yield [name, member];
    yield* members(member);
  }
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
