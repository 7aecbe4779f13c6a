import type { PactDocument, PactInteraction } from './pact-files.ts';
import type { Provider } from './provider.ts';
import type { VerifierFailure } from './verifier.ts';

export interface FailureContext {
  readonly provider: Provider;
  /** Those that were verified, as far as they are at hand: they tell the routes. @default none */
  readonly pacts?: readonly PactDocument[];
  /** What the proxy could not do. */
  readonly reasons: readonly string[];
}

/** The verifier's own words for a state that is not there. */
const stateFailed = /state change handlers has failed/;

/** To whom, on which route, what promise was broken: an entry a failure, then what the proxy found beside them. */
export function failureTexts(failures: readonly VerifierFailure[], context: FailureContext): readonly string[] {
  const unsaid = new Set(context.reasons);
  const texts = failures.map((failure) => {
    const { interaction, broken } = failure;
    const reasons = [...new Set(context.reasons)].filter((reason) => isAbout(reason, interaction));
    for (const reason of reasons) unsaid.delete(reason);
    const said = broken.filter((text) => reasons.length === 0 || !stateFailed.test(text));
    return [`${interaction}${routeOf(interaction, context)}`, ...[...said, ...reasons].map((text) => `  ${text}`)].join(
      '\n',
    );
  });
  return [...texts, ...unsaid];
}

/** Whether it is about a state that the interaction needs. */
function isAbout(reason: string, interaction: string): boolean {
  const name = /^the state '(.+?)' (?:failed|has no handler)/.exec(reason)?.[1];
  return name !== undefined && interaction.includes(` Given ${name} - `);
}

function routeOf(interaction: string, { pacts = [], provider }: FailureContext): string {
  const found = pacts
    .filter(({ consumer }) => interaction.startsWith(`${consumer} and ${provider.name} `))
    .flatMap((pact) => pact.interactions)
    .find(({ description, states }) => interaction.endsWith(`${givenText(states)}- ${description}`));
  return found ? routeText(found, provider) : '';
}

const givenText = (states: readonly string[]) => (states.length === 0 ? '' : `Given ${states.join(' And ')} `);

/** ` [GET /projects (listProjects)]`; empty for a message. */
export function routeText({ http }: PactInteraction, provider: Provider): string {
  const route = http && provider.routeOf(http.method, http.path);
  return route ? ` [${route.name}]` : '';
}
