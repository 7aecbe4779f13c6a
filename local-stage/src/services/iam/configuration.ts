/** An IAM policy document, as `aws_iam_policy_document` or a JSON string in the Terraform says it. */
export interface PolicyDocument {
  readonly Version?: string;
  readonly Statement: readonly PolicyStatement[];
}

export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Principal?: '*' | Readonly<Record<string, string | readonly string[]>>;
  readonly NotPrincipal?: '*' | Readonly<Record<string, string | readonly string[]>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** An `aws_iam_role` with every policy that the Terraform attaches to it. */
export interface RoleConfiguration {
  readonly address: string;
  readonly name: string;
  readonly arn: string;
  /** `AROA...` */
  readonly uniqueId: string;
  readonly trustPolicy: PolicyDocument;
  /** Inline policies and attached ones, each with the address that says it. */
  readonly policies: readonly { readonly address: string; readonly document: PolicyDocument }[];
}

/** A policy on a resource: a queue's, a bucket's, a secret's. */
export interface ResourcePolicyConfiguration {
  readonly address: string;
  readonly resourceArn: string;
  readonly document: PolicyDocument;
}
