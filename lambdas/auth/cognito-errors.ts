import type { ErrorCode } from '../../contracts/errors.ts';
import { Problem } from '../shared/problem.ts';

/**
 * The problem that a refusal of the user pool's is to the caller. All ways in which credentials are
 * wrong look the same, so that nobody learns who has an account.
 *
 * @param wrongCredentials code for credentials that the pool does not take.
 */
export function asSignInProblem(error: unknown, wrongCredentials: ErrorCode): unknown {
  switch (error instanceof Error ? error.name : undefined) {
    case 'NotAuthorizedException':
    case 'UserNotFoundException':
    case 'UserNotConfirmedException':
    case 'PasswordResetRequiredException':
      return new Problem(wrongCredentials, { cause: error });
    case 'TooManyRequestsException':
    case 'LimitExceededException':
      return new Problem('TOO_MANY_REQUESTS', { retryAfterSeconds: 5, cause: error });
    default:
      return error;
  }
}
