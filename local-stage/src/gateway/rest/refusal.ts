import type { GatewayResponseType } from './gateway-response-types.ts';

/** Why the gateway itself answers, instead of the integration. Rendered by the API's gateway responses. */
export interface Refusal {
  readonly responseType: GatewayResponseType;
  /** `$context.error.message`. AWS's own for the type, if absent; `null` is a message that AWS leaves null. */
  readonly message?: string | null;
  /** HTTP status, where it differs from the type's default. */
  readonly status?: number;
  /** `x-amzn-ErrorType`, where it differs from the type's default. */
  readonly errorType?: string;
  /** `$context.error.validationErrorString`: every violation of the model. */
  readonly validationErrorString?: string;
  /** One line for whoever runs the stage: the cause, and the Terraform address to look at. */
  readonly explanation: string;
}

export function isRefusal(value: object): value is Refusal {
  return 'responseType' in value;
}
