import type { ServiceResponse } from './service.ts';

/** What a service's answer says went wrong, in whichever protocol it is. */
export interface RenderedError {
  /** `ConditionalCheckFailedException`, without a namespace. */
  readonly code: string;
  readonly message: string;
}

/** @returns `undefined` for an answer that is no error, or one that tells nothing. */
export function errorOf({ status, headers, body }: ServiceResponse): RenderedError | undefined {
  if (status < 400) return undefined;
  const text = body.toString();
  return text.startsWith('<') ? xmlError(text) : jsonError(text, headers['x-amzn-errortype']);
}

function xmlError(text: string): RenderedError | undefined {
  const element = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1];
  const code = element('Code');
  return code === undefined ? undefined : { code, message: element('Message') ?? '' };
}

function jsonError(text: string, errorType: string | undefined): RenderedError | undefined {
  const document = parse(text);
  const member = (name: string) => {
    const value: unknown = document === undefined ? undefined : Reflect.get(document, name);
    return typeof value === 'string' ? value : undefined;
  };
  // The token endpoint's errors have a name only.
  const code = member('__type') ?? errorType ?? member('error');
  if (code === undefined) return undefined;
  return { code: code.slice(code.indexOf('#') + 1), message: member('message') ?? member('Message') ?? '' };
}

function parse(text: string): object | undefined {
  try {
    const document: unknown = JSON.parse(text);
    return typeof document === 'object' && document !== null ? document : undefined;
  } catch {
    return undefined;
  }
}
