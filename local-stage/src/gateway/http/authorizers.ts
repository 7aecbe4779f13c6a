import type { GatewayDependencies } from '../gateway.ts';
import type { HttpApiConfiguration, HttpAuthorizer, HttpRoute } from './configuration.ts';
import { HttpApiConfigurationError } from './configuration-error.ts';
import type { Authorizer } from './exchange.ts';
import { createIamAuthorizer } from './iam-authorizer.ts';
import { createJwtAuthorizer } from './jwt-authorizer.ts';
import { createLambdaAuthorizer } from './lambda-authorizer.ts';

const open: Authorizer = () => ({ kind: 'NONE' });

/** Makes the authorizer of each route; routes that name the same Lambda authorizer share it. */
export function createAuthorizers(
  api: HttpApiConfiguration,
  dependencies: GatewayDependencies,
): (route: HttpRoute) => Authorizer {
  const lambdaAuthorizers = new Map<string, Authorizer>();
  for (const [id, authorizer] of Object.entries(api.authorizers)) {
    if (authorizer.kind === 'REQUEST') {
      lambdaAuthorizers.set(id, createLambdaAuthorizer(authorizer, api, dependencies));
    }
  }

  return (route) => {
    requireSoundAuthorization(route);
    switch (route.authorizationType) {
      case 'NONE':
        return open;
      case 'AWS_IAM':
        return createIamAuthorizer(route, dependencies);
      case 'JWT': {
        const authorizer = findAuthorizer(route, api);
        if (authorizer.kind !== 'JWT') throw wrongKind(route, authorizer, 'JWT');
        return createJwtAuthorizer(authorizer, route, dependencies);
      }
      case 'CUSTOM': {
        const authorizer = findAuthorizer(route, api);
        const shared = lambdaAuthorizers.get(route.authorizerId ?? '');
        if (!shared) throw wrongKind(route, authorizer, 'REQUEST');
        return shared;
      }
      default:
        throw unknownAuthorization(route);
    }
  };
}

function requireSoundAuthorization({ address, authorizationScopes, authorizationType }: HttpRoute): void {
  if (authorizationScopes.length > 0 && authorizationType !== 'JWT') {
    throw new HttpApiConfigurationError(
      address,
      `it asks for scopes but its authorization type is ${authorizationType}. Expected: JWT, the only type that checks scopes`,
    );
  }
}

function findAuthorizer({ address, authorizationType, authorizerId }: HttpRoute, api: HttpApiConfiguration) {
  const authorizer = authorizerId === undefined ? undefined : api.authorizers[authorizerId];
  if (authorizer) return authorizer;
  throw new HttpApiConfigurationError(
    address,
    `its authorization type is ${authorizationType} and its authorizer ${authorizerId ?? 'is missing'}. Expected: an authorizer of ${api.address}`,
  );
}

function wrongKind(route: HttpRoute, authorizer: HttpAuthorizer, expected: HttpAuthorizer['kind']) {
  return new HttpApiConfigurationError(
    route.address,
    `its authorization type is ${route.authorizationType}, but ${authorizer.address} is a ${authorizer.kind} authorizer. Expected: ${expected}`,
  );
}

function unknownAuthorization(route: { readonly address: string; readonly authorizationType: string }) {
  return new HttpApiConfigurationError(
    route.address,
    `its authorization type is ${route.authorizationType}. Expected: NONE, JWT, AWS_IAM or CUSTOM`,
  );
}
