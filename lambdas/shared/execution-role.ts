/**
 * Stands in bundles for `@aws-sdk/credential-provider-node`, the AWS SDK's chain of places to look for
 * credentials. Lambda gives a function its role's credentials in the environment, for the life of the
 * execution environment ("Defined runtime environment variables"); the chain's other links, with clients
 * of four services, are a fifth of a bundle that nothing would ever run.
 */
export const defaultProvider = () => async () => {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) {
    throw new Error('The environment has no AWS credentials. Expected: those of the role, as Lambda sets them');
  }
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN === undefined ? {} : { sessionToken: AWS_SESSION_TOKEN }),
  };
};
