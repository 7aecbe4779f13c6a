import { AwsProvider } from '@cdktf/provider-aws/lib/provider/index.js';
import { LocalBackend, S3Backend, type TerraformStack } from 'cdktf';

export interface TerraformSettings {
  /** The stack's name: `dev`, or `bootstrap`. */
  readonly name: string;
  readonly region: string;
  /** Bucket of the state. @default a file beside `cdktf.json` */
  readonly stateBucket: string | undefined;
}

/** The first Terraform with write-only arguments, which keep secrets out of the state. */
const requiredVersion = '>= 1.11';

/** What every stack tells Terraform: its version, where the state is, and the provider. */
export function configureTerraform(stack: TerraformStack, { name, region, stateBucket }: TerraformSettings): void {
  stack.addOverride('terraform.required_version', requiredVersion);
  if (stateBucket === undefined) {
    // From the stack's folder in cdktf.out; CDKTF's default would be an absolute path of this machine.
    new LocalBackend(stack, { path: `../../../terraform.${name}.tfstate` });
  } else {
    new S3Backend(stack, { bucket: stateBucket, key: `gatehouse/${name}.tfstate`, region, encrypt: true });
    // CDKTF has no option for locks without a DynamoDB table.
    stack.addOverride('terraform.backend.s3.use_lockfile', true);
  }
  new AwsProvider(stack, 'aws', { region, defaultTags: [{ tags: { project: 'gatehouse', environment: name } }] });
}
