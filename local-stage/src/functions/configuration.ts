/** What `aws_lambda_function` and its permissions say of one function. */
export interface FunctionConfiguration {
  /** Terraform address, for messages. */
  readonly address: string;
  readonly name: string;
  readonly arn: string;
  /** `index.handler` */
  readonly handler: string;
  /** `nodejs24.x` */
  readonly runtime: string;
  /** Absolute path of the deployment package. */
  readonly packagePath: string;
  readonly memorySizeMb: number;
  readonly timeoutSeconds: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly roleArn: string;
  readonly logGroupName: string;
  /** Invocations that may run at once; `undefined` takes from the account's own. */
  readonly reservedConcurrency: number | undefined;
  readonly permissions: readonly FunctionPermission[];
}

/** What one `aws_lambda_permission` allows: a statement of the function's resource policy. */
export interface FunctionPermission {
  readonly address: string;
  readonly statementId: string;
  /** `lambda:InvokeFunction` */
  readonly action: string;
  /** `apigateway.amazonaws.com` */
  readonly principal: string;
  /** ARN pattern with `*`; absent allows any source of the principal. */
  readonly sourceArn: string | undefined;
  readonly sourceAccount: string | undefined;
}
