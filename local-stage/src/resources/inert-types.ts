import type { ObjectValue } from '../terraform/values.ts';
import { regionalArn } from './naming.ts';
import type { Attributes, ResourceContext } from './resource-type.ts';

/** Computes what references to an inert resource see besides its arguments. */
type InertAttributes = (args: ObjectValue, context: ResourceContext) => Attributes;

const idOf =
  (argument: string): InertAttributes =>
  (args) => ({ id: args[argument] ?? null });

const named =
  (argument: string, arn: (name: string, context: ResourceContext) => string): InertAttributes =>
  (args, context) => {
    const name = String(args[argument] ?? context.name);
    return { id: name, arn: arn(name, context) };
  };

const alarmArn = (name: string, context: ResourceContext) => regionalArn(context, 'cloudwatch', `alarm:${name}`);

/**
 * Resource types that change nothing that a request on localhost could meet: they watch, protect or
 * keep what is deployed. The stage evaluates their arguments, so that a broken reference is still
 * found, and starts nothing for them.
 *
 * Source of the attributes: the type's page in the documentation of the Terraform AWS provider.
 */
export const inertTypes: ReadonlyMap<string, InertAttributes> = new Map<string, InertAttributes>([
  ['aws_api_gateway_account', () => ({ id: 'api-gateway-account' })],
  ['aws_cloudwatch_composite_alarm', named('alarm_name', alarmArn)],
  [
    'aws_cloudwatch_dashboard',
    (args, { accountId }) => ({
      dashboard_arn: `arn:aws:cloudwatch::${accountId}:dashboard/${args['dashboard_name']}`,
    }),
  ],
  ['aws_cloudwatch_log_metric_filter', idOf('name')],
  ['aws_cloudwatch_metric_alarm', named('alarm_name', alarmArn)],
  ['aws_cloudwatch_query_definition', (_args, { identifiers }) => ({ query_definition_id: identifiers.uuid('query') })],
  ['aws_s3_bucket_lifecycle_configuration', idOf('bucket')],
  ['aws_s3_bucket_logging', idOf('bucket')],
  ['aws_s3_bucket_ownership_controls', idOf('bucket')],
  ['aws_s3_bucket_public_access_block', idOf('bucket')],
  ['aws_s3_bucket_server_side_encryption_configuration', idOf('bucket')],
  ['aws_s3_bucket_versioning', idOf('bucket')],
  [
    'aws_sns_topic',
    (args, context) => topicAttributes(regionalArn(context, 'sns', String(args['name'] ?? context.name))),
  ],
  ['aws_sns_topic_policy', idOf('arn')],
  [
    'aws_sns_topic_subscription',
    (args, { identifiers }) => topicAttributes(`${args['topic_arn']}:${identifiers.uuid('subscription')}`),
  ],
  ['aws_wafv2_web_acl', (args, context) => webAclAttributes(args, context)],
  ['aws_wafv2_web_acl_association', (args) => ({ id: `${args['web_acl_arn']},${args['resource_arn']}` })],
  ['aws_wafv2_web_acl_logging_configuration', idOf('resource_arn')],
]);

const topicAttributes = (arn: string): Attributes => ({ id: arn, arn });

function webAclAttributes(args: ObjectValue, context: ResourceContext): Attributes {
  const id = context.identifiers.uuid('web acl');
  return {
    id,
    arn: regionalArn(context, 'wafv2', `${String(args['scope']).toLowerCase()}/webacl/${args['name']}/${id}`),
  };
}
