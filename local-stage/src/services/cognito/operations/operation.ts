import type { Members } from '../../json-members.ts';
import type { UserPoolConfiguration } from '../configuration.ts';
import type { CognitoContext } from '../context.ts';

/** An operation that AWS models as unauthenticated: what it takes as proof is in its input. */
type Operation = (context: CognitoContext, input: Members) => unknown;

/** An operation that takes IAM permission on a pool. */
export type AdminOperation = (context: CognitoContext, pool: UserPoolConfiguration, input: Members) => unknown;

export type OperationTable = Readonly<Record<string, Operation>>;
export type AdminOperationTable = Readonly<Record<string, AdminOperation>>;
