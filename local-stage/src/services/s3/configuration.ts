/** What one `aws_s3_bucket` and the resources that configure it say. */
export interface BucketConfiguration {
  readonly address: string;
  readonly name: string;
  readonly arn: string;
  readonly corsRules: readonly CorsRule[];
}

export interface CorsRule {
  readonly allowedMethods: readonly string[];
  /** Origins, each with at most one `*`. */
  readonly allowedOrigins: readonly string[];
  readonly allowedHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly maxAgeSeconds: number | undefined;
}
