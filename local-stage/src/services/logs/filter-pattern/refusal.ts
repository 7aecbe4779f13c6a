import { AwsError } from '../../service.ts';

/** A pattern that AWS refuses, or that the stage cannot evaluate. */
export const patternRefused = (pattern: string, reason: string): AwsError =>
  new AwsError(
    'InvalidParameterException',
    `Invalid filter pattern ${pattern}: ${reason}. Expected: terms such as ERROR -timeout "exact phrase", any of ?ERROR ?WARN, or a JSON condition such as { $.level = "ERROR" && $.latency > 500 }`,
  );
