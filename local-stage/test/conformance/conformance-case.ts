/** How AWS behaves in one respect, where that is known from, and how this suite shows it of the local stage. */
export interface ConformanceCase {
  readonly id: string;
  /** `http.routing` */
  readonly area: string;
  /** In plain words. */
  readonly setup: string;
  readonly request: CaseRequest;
  readonly expect: Expectation & ScriptFacts;
  readonly source: string;
  readonly confidence: 'aws-recorded' | 'aws-docs' | 'third-party';
  readonly note?: string;
  readonly run: Run;
}

/** A case is executed, by data or by a script, or refused at boot, or out of scope: exactly one of these. */
export type Run = ExchangeRun | ScriptRun | RefusedRun | OutOfScopeRun;

/** Requests to an API of the suite's stage; what is left out is the fact's own. */
export interface ExchangeRun extends Step {
  /** Name of the API, or `aws` for the stage's AWS endpoint. */
  readonly on: string;
  /** Requests that go before, each with its own expectation. */
  readonly before?: readonly Step[];
  /** Why an expectation of the fact is replaced, or what has to be known of this run. */
  readonly because?: string;
}

export interface Step {
  /** Members replace the fact's. */
  readonly request?: Partial<CaseRequest>;
  /** Members replace the fact's; replacing one that the fact states takes a `because`. */
  readonly expect?: Expectation;
}

/** Shown by code of the suite. */
export interface ScriptRun {
  /** What the script shows. */
  readonly script: string;
}

/** The local stage refuses to boot with such a configuration. */
export interface RefusedRun {
  /** Name of a refused document of the suite. */
  readonly refused: string;
  /** Regular expression that the refusal's message matches. */
  readonly message: string;
}

export interface OutOfScopeRun {
  /** Why neither an execution nor a refusal can show it. */
  readonly outOfScope: string;
}

/** Texts may hold `{{name}}`, which stands for a value of the suite's stage, such as a token. */
export interface CaseRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: RequestBody | null;
  /** Signs the request (SigV4) with credentials of this name. */
  readonly sign?: string;
  /** Seconds by which the signer's clock is late. */
  readonly signedSecondsAgo?: number;
}

export type RequestBody =
  | string
  | { readonly json: unknown }
  | { readonly bytes: readonly number[] }
  | { readonly bytes_hex: string }
  /** So many bytes of `x`. */
  | { readonly size: number };

/** What is asserted of an answer, and of what reached the function. `null` and absence assert nothing. */
export interface Expectation {
  readonly status?: number | null;
  readonly headers?: Readonly<Record<string, string | Matcher>>;
  readonly headers_present?: readonly string[];
  readonly headers_absent?: readonly string[];
  /** Lines of one name, in their order. */
  readonly header_lines?: Readonly<Record<string, readonly string[]>>;
  readonly body?: BodyExpectation | null;
  /** Whether the event_... members speak of what the function got, or its authorizer. @default function */
  readonly event_of?: 'function' | 'authorizer';
  /** Members of the event, by dotted path. */
  readonly event_subset?: Readonly<Record<string, unknown>>;
  /** The event; members that it does not name may be there too unless `event_is_complete`. */
  readonly event_shape?: Readonly<Record<string, unknown>>;
  readonly event_is_complete?: boolean;
  readonly event_keys_absent?: readonly string[];
  readonly event_headers_absent?: readonly string[];
  readonly event_headers_present?: readonly string[];
  readonly authorizer_invoked?: boolean;
  /** The resource that served the request: its path, maybe after a method. */
  readonly served_by?: string;
  readonly pathParameters?: Readonly<Record<string, string>>;
  /** `$context.error.responseType` of the access log's row. */
  readonly responseType?: string;
  /** Members of the access log's row. */
  readonly log?: Readonly<Record<string, unknown>>;
  /** Prose, which `run.expect` or a script makes checkable. */
  readonly statement?: string;
}

/** Facts in forms that only the script of their case reads. */
interface ScriptFacts {
  readonly list?: readonly string[];
  readonly format?: string;
  readonly requestTime?: string;
  readonly regex?: readonly string[];
  readonly env?: Readonly<Record<string, unknown>>;
  readonly json?: Readonly<Record<string, unknown>>;
  readonly json_schema?: Readonly<Record<string, unknown>>;
  readonly absent?: readonly string[];
  readonly accesslog?: Readonly<Record<string, string>>;
  readonly whole_batch_fails?: boolean;
}

/** In place of a value: what it has to be like. */
export interface Matcher {
  readonly regex: string;
}

/** Exactly one member. */
export interface BodyExpectation {
  /** The text. */
  readonly exact?: string;
  /** The value, whatever its spacing. */
  readonly json?: unknown;
  /** The value with all its members. */
  readonly exact_json?: unknown;
  /** As `exact_json`, with texts as regular expressions. */
  readonly exact_json_regex?: Readonly<Record<string, string>>;
  /** Members with placeholders such as `str`. */
  readonly json_schema?: Readonly<Record<string, unknown>>;
  /** Part of the text. */
  readonly contains?: string;
  /** Of the whole text, or, as gateways answer JSON, of its `message`. */
  readonly regex?: string;
  /** Patterns of which the member `field` matches one. */
  readonly json_one_of?: readonly string[];
  readonly field?: string;
  readonly bytes_hex?: string;
  /** Whether the base64 text that the suite's function answers with arrives as what it encodes. */
  readonly decoded?: boolean;
}

export const isExchange = (run: Run): run is ExchangeRun => 'on' in run;
export const isScript = (run: Run): run is ScriptRun => 'script' in run;
export const isRefused = (run: Run): run is RefusedRun => 'refused' in run;
export const isOutOfScope = (run: Run): run is OutOfScopeRun => 'outOfScope' in run;
