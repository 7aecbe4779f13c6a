import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { EvaluationError } from '../terraform/errors.ts';
import { block, inert, matching, oneOf, optional, refused, tagged, text, textMap, wholeNumber } from './arguments.ts';
import { invokeArn, regionalArn } from './naming.ts';
import { resourceType } from './resource-type.ts';

const zipOnly = 'the local stage runs deployment packages from a file';

/** A function. Source: Terraform AWS provider, "Resource: aws_lambda_function"; limits: "Lambda quotas". */
export const awsLambdaFunction = resourceType({
  type: 'aws_lambda_function',
  arguments: {
    ...tagged,
    function_name: matching(/^[\w-]{1,64}$/, '1 to 64 letters, digits, hyphens and underscores'),
    role: text,
    filename: text,
    handler: text,
    runtime: text,
    memory_size: optional(wholeNumber(128, 10_240), 128),
    timeout: optional(wholeNumber(1, 900), 3),
    /** -1 takes from the account's own. */
    reserved_concurrent_executions: optional(wholeNumber(-1, 100_000), -1),
    environment: block({ variables: optional(textMap, {}) }),
    logging_config: block({
      log_format: oneOf('Text'),
      log_group: optional(text),
      application_log_level: inert,
      system_log_level: inert,
    }),
    package_type: optional(oneOf('Zip'), 'Zip'),
    architectures: inert,
    code_signing_config_arn: inert,
    description: inert,
    ephemeral_storage: inert,
    kms_key_arn: inert,
    publish: refused('the local stage runs $LATEST only', false),
    publish_to: refused('the local stage runs $LATEST only'),
    replace_security_groups_on_destroy: inert,
    replacement_security_group_ids: inert,
    skip_destroy: inert,
    snap_start: refused('the local stage has no SnapStart'),
    source_code_hash: inert,
    source_kms_key_arn: inert,
    tracing_config: inert,
    capacity_provider_config: refused('the local stage has no managed instances'),
    dead_letter_config: refused('the local stage has no asynchronous invocations'),
    durable_config: refused('the local stage has no durable functions'),
    file_system_config: refused('the local stage mounts no file systems'),
    image_config: refused(zipOnly),
    image_uri: refused(zipOnly),
    layers: refused('the local stage runs no layers. Expected: what the function needs in its package'),
    s3_bucket: refused(zipOnly),
    s3_key: refused(zipOnly),
    s3_object_version: refused(zipOnly),
    tenancy_config: refused('the local stage has no tenant isolation'),
    vpc_config: refused('the local stage has no VPC'),
  },
  attributes: ({ function_name, filename, source_code_hash }, context) => {
    const packagePath = resolve(context.folder, filename);
    if (!existsSync(packagePath)) {
      throw new EvaluationError(
        `argument 'filename': no file ${packagePath}. Expected: the function's deployment package; build the functions' packages first`,
      );
    }
    const arn = regionalArn(context, 'lambda', `function:${function_name}`);
    return {
      id: function_name,
      arn,
      invoke_arn: invokeArn(context, arn),
      qualified_arn: `${arn}:$LATEST`,
      qualified_invoke_arn: invokeArn(context, `${arn}:$LATEST`),
      version: '$LATEST',
      code_sha256: source_code_hash,
    };
  },
});
