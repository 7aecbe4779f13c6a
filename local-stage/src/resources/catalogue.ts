import { awsApiGatewayApiKey } from './aws_api_gateway_api_key.ts';
import { awsApiGatewayAuthorizer } from './aws_api_gateway_authorizer.ts';
import { awsApiGatewayDeployment } from './aws_api_gateway_deployment.ts';
import { awsApiGatewayGatewayResponse } from './aws_api_gateway_gateway_response.ts';
import { awsApiGatewayIntegration } from './aws_api_gateway_integration.ts';
import { awsApiGatewayIntegrationResponse } from './aws_api_gateway_integration_response.ts';
import { awsApiGatewayMethod } from './aws_api_gateway_method.ts';
import { awsApiGatewayMethodResponse } from './aws_api_gateway_method_response.ts';
import { awsApiGatewayMethodSettings } from './aws_api_gateway_method_settings.ts';
import { awsApiGatewayModel } from './aws_api_gateway_model.ts';
import { awsApiGatewayRequestValidator } from './aws_api_gateway_request_validator.ts';
import { awsApiGatewayResource } from './aws_api_gateway_resource.ts';
import { awsApiGatewayRestApi } from './aws_api_gateway_rest_api.ts';
import { awsApiGatewayStage } from './aws_api_gateway_stage.ts';
import { awsApiGatewayUsagePlan } from './aws_api_gateway_usage_plan.ts';
import { awsApiGatewayUsagePlanKey } from './aws_api_gateway_usage_plan_key.ts';
import { awsApigatewayv2Api } from './aws_apigatewayv2_api.ts';
import { awsApigatewayv2Authorizer } from './aws_apigatewayv2_authorizer.ts';
import { awsApigatewayv2Integration } from './aws_apigatewayv2_integration.ts';
import { awsApigatewayv2Route } from './aws_apigatewayv2_route.ts';
import { awsApigatewayv2Stage } from './aws_apigatewayv2_stage.ts';
import { awsCloudwatchEventRule } from './aws_cloudwatch_event_rule.ts';
import { awsCloudwatchEventTarget } from './aws_cloudwatch_event_target.ts';
import { awsCloudwatchLogGroup } from './aws_cloudwatch_log_group.ts';
import { awsCognitoResourceServer } from './aws_cognito_resource_server.ts';
import { awsCognitoUserPool } from './aws_cognito_user_pool.ts';
import { awsCognitoUserPoolClient } from './aws_cognito_user_pool_client.ts';
import { awsCognitoUserPoolDomain } from './aws_cognito_user_pool_domain.ts';
import { awsDynamodbTable } from './aws_dynamodb_table.ts';
import { awsIamPolicy } from './aws_iam_policy.ts';
import { awsIamRole } from './aws_iam_role.ts';
import { awsIamRolePolicy } from './aws_iam_role_policy.ts';
import { awsIamRolePolicyAttachment } from './aws_iam_role_policy_attachment.ts';
import { awsLambdaEventSourceMapping } from './aws_lambda_event_source_mapping.ts';
import { awsLambdaFunction } from './aws_lambda_function.ts';
import { awsLambdaPermission } from './aws_lambda_permission.ts';
import { awsS3Bucket } from './aws_s3_bucket.ts';
import { awsS3BucketCorsConfiguration } from './aws_s3_bucket_cors_configuration.ts';
import { awsS3BucketPolicy } from './aws_s3_bucket_policy.ts';
import { awsSchedulerSchedule } from './aws_scheduler_schedule.ts';
import { awsSchedulerScheduleGroup } from './aws_scheduler_schedule_group.ts';
import { awsSecretsmanagerSecret } from './aws_secretsmanager_secret.ts';
import { awsSecretsmanagerSecretPolicy } from './aws_secretsmanager_secret_policy.ts';
import { awsSecretsmanagerSecretVersion } from './aws_secretsmanager_secret_version.ts';
import { awsSqsQueue } from './aws_sqs_queue.ts';
import { awsSqsQueuePolicy } from './aws_sqs_queue_policy.ts';
import { awsSqsQueueRedriveAllowPolicy } from './aws_sqs_queue_redrive_allow_policy.ts';
import { awsSqsQueueRedrivePolicy } from './aws_sqs_queue_redrive_policy.ts';
import { dataAwsCallerIdentity } from './data_aws_caller_identity.ts';
import { dataAwsIamPolicyDocument } from './data_aws_iam_policy_document.ts';
import { dataAwsPartition } from './data_aws_partition.ts';
import { dataAwsRegion } from './data_aws_region.ts';
import { ephemeralAwsSecretsmanagerRandomPassword } from './ephemeral_aws_secretsmanager_random_password.ts';
import type { ResourceType } from './resource-type.ts';

const types = [
  awsApiGatewayApiKey,
  awsApiGatewayAuthorizer,
  awsApiGatewayDeployment,
  awsApiGatewayGatewayResponse,
  awsApiGatewayIntegration,
  awsApiGatewayIntegrationResponse,
  awsApiGatewayMethod,
  awsApiGatewayMethodResponse,
  awsApiGatewayMethodSettings,
  awsApiGatewayModel,
  awsApiGatewayRequestValidator,
  awsApiGatewayResource,
  awsApiGatewayRestApi,
  awsApiGatewayStage,
  awsApiGatewayUsagePlan,
  awsApiGatewayUsagePlanKey,
  awsApigatewayv2Api,
  awsApigatewayv2Authorizer,
  awsApigatewayv2Integration,
  awsApigatewayv2Route,
  awsApigatewayv2Stage,
  awsCloudwatchEventRule,
  awsCloudwatchEventTarget,
  awsCloudwatchLogGroup,
  awsCognitoResourceServer,
  awsCognitoUserPool,
  awsCognitoUserPoolClient,
  awsCognitoUserPoolDomain,
  awsDynamodbTable,
  awsIamPolicy,
  awsIamRole,
  awsIamRolePolicy,
  awsIamRolePolicyAttachment,
  awsLambdaEventSourceMapping,
  awsLambdaFunction,
  awsLambdaPermission,
  awsS3Bucket,
  awsS3BucketCorsConfiguration,
  awsS3BucketPolicy,
  awsSchedulerSchedule,
  awsSchedulerScheduleGroup,
  awsSecretsmanagerSecret,
  awsSecretsmanagerSecretPolicy,
  awsSecretsmanagerSecretVersion,
  awsSqsQueue,
  awsSqsQueuePolicy,
  awsSqsQueueRedriveAllowPolicy,
  awsSqsQueueRedrivePolicy,
  dataAwsCallerIdentity,
  dataAwsIamPolicyDocument,
  dataAwsPartition,
  dataAwsRegion,
  ephemeralAwsSecretsmanagerRandomPassword,
];

/**
 * The resource types, data sources and ephemeral resources that the local stage knows, by type.
 * A type's own file says what it honours.
 */
export const catalogue: ReadonlyMap<string, ResourceType> = new Map(types.map((type) => [type.type, erased(type)]));

/** The reader gives each type the arguments that its own schema read; the compiler cannot follow that through a map. */
function erased(type: (typeof types)[number]): ResourceType {
  return type as unknown as ResourceType;
}
