import { resolve } from 'node:path';
import type { FunctionConfiguration, FunctionPermission } from '../../functions/configuration.ts';
import type { EventSourceMappingConfiguration } from '../../functions/event-source-mapping-configuration.ts';
import { awsIamRole } from '../aws_iam_role.ts';
import { awsLambdaEventSourceMapping } from '../aws_lambda_event_source_mapping.ts';
import { awsLambdaFunction } from '../aws_lambda_function.ts';
import { awsLambdaPermission } from '../aws_lambda_permission.ts';
import { awsSqsQueue } from '../aws_sqs_queue.ts';
import { functionNamed } from '../function-reference.ts';
import { type Assembly, at, referred, requireUnique } from './assembly.ts';

export function assembleFunctions(assembly: Assembly): readonly FunctionConfiguration[] {
  const functions = assembly.resources.all(awsLambdaFunction);
  requireUnique(functions, 'the function', ({ args }) => args.function_name);
  const permissions = permissionsByFunction(assembly);
  return functions.map(({ address, args, attributes }) => ({
    address,
    name: args.function_name,
    arn: attributes.arn,
    handler: args.handler,
    runtime: args.runtime,
    packagePath: resolve(assembly.folder, args.filename),
    memorySizeMb: args.memory_size,
    timeoutSeconds: args.timeout,
    environment: args.environment[0]?.variables ?? {},
    roleArn: roleArn(assembly, address, args.role),
    logGroupName: args.logging_config[0]?.log_group ?? `/aws/lambda/${args.function_name}`,
    reservedConcurrency: args.reserved_concurrent_executions < 0 ? undefined : args.reserved_concurrent_executions,
    permissions: (permissions.get(attributes.arn) ?? []).map(({ functionArn: _, ...permission }) => permission),
  }));
}

const roleArn = ({ resources }: Assembly, address: string, arn: string) =>
  referred({ address }, 'role', arn, resources.all(awsIamRole), ({ attributes }) => attributes.arn === arn).attributes
    .arn;

function permissionsByFunction({
  resources,
}: Assembly): ReadonlyMap<string, readonly (FunctionPermission & { readonly functionArn: string })[]> {
  const functions = resources.all(awsLambdaFunction);
  const permissions = resources.all(awsLambdaPermission).map((permission) => ({
    address: permission.address,
    functionArn: at(permission, () => functionNamed(permission.args.function_name, functions)).attributes.arn,
    statementId: permission.attributes.statement_id,
    action: permission.args.action,
    principal: permission.args.principal,
    sourceArn: permission.args.source_arn ?? undefined,
    sourceAccount: permission.args.source_account ?? undefined,
  }));
  requireUnique(permissions, 'the statement', ({ functionArn, statementId }) => `${functionArn} ${statementId}`);
  return Map.groupBy(permissions, ({ functionArn }) => functionArn);
}

export function assembleEventSourceMappings({ resources }: Assembly): readonly EventSourceMappingConfiguration[] {
  const mappings = resources.all(awsLambdaEventSourceMapping);
  requireUnique(
    mappings,
    'the mapping',
    ({ args, attributes }) => `${args.event_source_arn} to ${attributes.function_arn}`,
  );
  return mappings.map(({ address, args, attributes }) => {
    referred(
      { address },
      'event_source_arn',
      args.event_source_arn,
      resources.all(awsSqsQueue),
      (queue) => queue.attributes.arn === args.event_source_arn,
    );
    return {
      address,
      id: attributes.uuid,
      queueArn: args.event_source_arn,
      functionArn: attributes.function_arn,
      enabled: args.enabled,
      batchSize: args.batch_size,
      maximumBatchingWindowSeconds: args.maximum_batching_window_in_seconds,
      reportsBatchItemFailures: args.function_response_types.length > 0,
      maximumConcurrency: args.scaling_config[0]?.maximum_concurrency ?? undefined,
    };
  });
}
