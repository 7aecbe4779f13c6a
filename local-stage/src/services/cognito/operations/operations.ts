import { AwsError } from '../../service.ts';
import { jsonOperations, type ServiceOperations } from '../../service-operations.ts';
import { httpEndpointNames, matchHttpEndpoint } from '../http-endpoints.ts';
import { adminSignInOperations } from './admin-sign-in.ts';
import { adminUserOperations } from './admin-users.ts';
import { authenticationOperations } from './authentication.ts';
import { groupOperations } from './groups.ts';
import type { AdminOperationTable, OperationTable } from './operation.ts';
import { ownAccountOperations } from './own-account.ts';
import { passwordOperations } from './passwords.ts';
import { poolOperations } from './pools.ts';
import { signUpOperations } from './sign-up.ts';

/** Operations that need no signature. */
export const openOperations: OperationTable = {
  ...signUpOperations,
  ...authenticationOperations,
  ...passwordOperations,
  ...ownAccountOperations,
};

/** Operations that need IAM permission on the user pool. */
export const adminOperations: AdminOperationTable = {
  ...adminUserOperations,
  ...adminSignInOperations,
  ...groupOperations,
  ...poolOperations,
};

const tooManyRequests = () => new AwsError('TooManyRequestsException', 'Rate exceeded');

const apiOperations = jsonOperations(
  [...Object.keys(openOperations), ...Object.keys(adminOperations)],
  tooManyRequests,
);

/** Those of the API, and the endpoints of a pool by their paths. */
export const cognitoOperations: ServiceOperations = {
  ...apiOperations,
  names: [...apiOperations.names, ...httpEndpointNames].sort(),
  of: (request) => matchHttpEndpoint(request)?.name ?? apiOperations.of(request),
};
