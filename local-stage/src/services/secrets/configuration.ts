/** What one `aws_secretsmanager_secret` and its version say. */
export interface SecretConfiguration {
  readonly address: string;
  readonly name: string;
  /** Ends with AWS's six random characters. */
  readonly arn: string;
  readonly versionId: string;
  /** Absent for a secret without a version. */
  readonly secretString: string | undefined;
}
