/** A statement of an IAM policy that allows something. */
export interface Statement {
  /** Letters and digits, unique in the policy. */
  readonly sid: string;
  /** Actions with the service's prefix: `dynamodb:GetItem`. */
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** An identity policy with these statements. */
export function policyDocument(statements: readonly Statement[]): string {
  return document(
    statements.map(({ sid, actions, resources }) => ({
      Sid: sid,
      Effect: 'Allow',
      Action: actions,
      Resource: resources,
    })),
  );
}

/** Lets an AWS service take a role. */
export function trustPolicy(service: string): string {
  return document([{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }]);
}

/** Refuses every request to a bucket that is not encrypted on its way. */
export function tlsOnlyPolicy(bucketArn: string): string {
  return document([
    {
      Sid: 'TlsOnly',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: [bucketArn, `${bucketArn}/*`],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ]);
}

function document(statements: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}
