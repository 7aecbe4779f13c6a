import { expect, test } from 'vitest';
import { asSignInProblem } from './cognito-errors.ts';

const refusal = (name: string) => Object.assign(new Error('what the user pool says'), { name });

test.each([
  'NotAuthorizedException',
  'UserNotFoundException',
  'UserNotConfirmedException',
  'PasswordResetRequiredException',
])('%s tells the caller no more than that the credentials are wrong', (name) => {
  expect(asSignInProblem(refusal(name), 'INVALID_CREDENTIALS')).toMatchObject({
    code: 'INVALID_CREDENTIALS',
    message: 'Incorrect email or password',
  });
});

test.each(['TooManyRequestsException', 'LimitExceededException'])('%s passes: 429, with a wait', (name) => {
  expect(asSignInProblem(refusal(name), 'INVALID_CREDENTIALS')).toMatchObject({
    code: 'TOO_MANY_REQUESTS',
    status: 429,
    details: { retryAfterSeconds: 5 },
  });
});

test('anything else stays what it is', () => {
  const error = refusal('InternalErrorException');
  expect(asSignInProblem(error, 'INVALID_CREDENTIALS')).toBe(error);
});
