import { reference, stackDocument } from '../documents/document.ts';
import { functionsDocument } from '../documents/functions.ts';
import { httpApiDocument } from '../documents/http-api.ts';
import { restApiDocument } from '../documents/rest-api.ts';
import { userPoolDocument } from '../documents/user-pool.ts';

const passwordFlow = 'ALLOW_USER_PASSWORD_AUTH';
const everyFlow = [passwordFlow, 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'];

/** User pools, and an API of each kind that lets their users in. */
export const cognitoStageDocument = stackDocument(
  'conformance-cognito',
  functionsDocument({ echo: { handler: 'echo' } }),
  userPoolDocument('users', {
    clients: {
      app: { explicit_auth_flows: everyFlow, prevent_user_existence_errors: 'ENABLED', access_token_validity: 1 },
      legacy: { explicit_auth_flows: everyFlow, prevent_user_existence_errors: 'LEGACY' },
      srpOnly: { explicit_auth_flows: ['ALLOW_USER_SRP_AUTH'] },
      confidential: { explicit_auth_flows: everyFlow, generate_secret: true },
    },
    pool: { username_attributes: ['email'], auto_verified_attributes: ['email'] },
  }),
  userPoolDocument('plain', { clients: { plainApp: { explicit_auth_flows: everyFlow } } }),
  httpApiDocument('http', {
    routes: { 'GET /x': { function: 'echo', authorizer: 'jwt' } },
    authorizers: {
      jwt: {
        authorizer_type: 'JWT',
        identity_sources: ['$request.header.Authorization'],
        jwt_configuration: [
          {
            audience: [reference('aws_cognito_user_pool_client.app', 'id')],
            issuer: `https://${reference('aws_cognito_user_pool.users', 'endpoint')}`,
          },
        ],
      },
    },
  }),
  restApiDocument('rest', {
    methods: {
      'GET /x': {
        function: 'echo',
        authorizer: 'users',
        authorization: 'COGNITO_USER_POOLS',
        method: { authorization_scopes: ['aws.cognito.signin.user.admin'] },
      },
    },
    authorizers: {
      users: { type: 'COGNITO_USER_POOLS', provider_arns: [reference('aws_cognito_user_pool.users', 'arn')] },
    },
  }),
);
