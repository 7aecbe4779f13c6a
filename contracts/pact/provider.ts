/** What verification knows of a provider beside its pacts. */

/** Values that a state hands to the interactions that name it. */
export type StateValues = Readonly<Record<string, string>>;

/** Brings the provider into a state that a consumer's interaction asks for. */
export interface State {
  setUp(): Promise<StateValues>;
  /** Ends what must not go on. What the state made is removed after the run. */
  tearDown?(): Promise<void>;
}

export type States = Readonly<Record<string, State>>;

/** A state that needs no end. */
export const state = (setUp: State['setUp']): State => ({ setUp });

export interface Provider {
  /** As pacts name it. */
  readonly name: string;
  /** URL that the pacts' paths are below. */
  readonly baseUrl: string;
  readonly states: States;
  /** Builds the messages that the provider sends, by their description in the pacts. */
  readonly messages: Readonly<Record<string, () => string>>;
  /** The values of headers that stand in pacts for credentials, and the credentials. */
  readonly credentials: ReadonlyMap<string, string>;
  /** Operation that a request of a pact is for, for messages: `GET /projects/{projectId} (getProject)`. */
  routeOf(method: string, path: string): Route | undefined;
}

export interface Route {
  readonly name: string;
  readonly pathParameters: Readonly<Record<string, string>>;
}
