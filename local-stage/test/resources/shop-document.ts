const restApi = '${aws_api_gateway_rest_api.shop.id}';
const assumeByLambda =
  '{"Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}';

/** Every resource type that the orders project does without, each with arguments that matter. */
export function shopDocument() {
  return {
    provider: { aws: [{ region: 'eu-west-1' }] },
    data: { aws_partition: { here: {} } },
    ephemeral: { aws_secretsmanager_random_password: { token: { password_length: 40, exclude_punctuation: true } } },
    resource: {
      aws_cognito_user_pool: {
        users: {
          name: 'users',
          username_attributes: ['email'],
          auto_verified_attributes: ['email'],
          username_configuration: { case_sensitive: false },
          password_policy: { minimum_length: 12, require_numbers: true },
          schema: [
            { name: 'email', attribute_data_type: 'String', required: true },
            { name: 'team', attribute_data_type: 'String' },
          ],
          admin_create_user_config: { allow_admin_create_user_only: true },
        },
        plain: { name: 'plain' },
      },
      aws_cognito_user_pool_client: {
        web: {
          name: 'web',
          user_pool_id: '${aws_cognito_user_pool.users.id}',
          explicit_auth_flows: ['ALLOW_USER_SRP_AUTH'],
          prevent_user_existence_errors: 'ENABLED',
        },
        reader: {
          name: 'reader',
          user_pool_id: '${aws_cognito_user_pool.users.id}',
          generate_secret: true,
          allowed_oauth_flows_user_pool_client: true,
          allowed_oauth_flows: ['client_credentials'],
          allowed_oauth_scopes: '${aws_cognito_resource_server.shop.scope_identifiers}',
          access_token_validity: 15,
          token_validity_units: { access_token: 'minutes' },
        },
      },
      aws_cognito_resource_server: {
        shop: {
          identifier: 'shop',
          name: 'Shop',
          user_pool_id: '${aws_cognito_user_pool.users.id}',
          scope: [{ scope_name: 'read', scope_description: 'Read' }],
        },
      },
      aws_cognito_user_pool_domain: {
        users: { domain: 'shop-users', user_pool_id: '${aws_cognito_user_pool.users.id}' },
      },
      aws_iam_role: {
        api: {
          name: 'api',
          path: '/shop/',
          assume_role_policy: assumeByLambda,
          inline_policy: { name: 'own', policy: '{"Statement":{"Effect":"Allow","Action":"sqs:*","Resource":"*"}}' },
        },
      },
      aws_iam_policy: {
        table: {
          name: 'table',
          policy:
            '${jsonencode({Statement = [{Effect = "Allow", Action = "dynamodb:GetItem", Resource = aws_dynamodb_table.orders.arn}]})}',
        },
      },
      aws_iam_role_policy_attachment: {
        table: { role: '${aws_iam_role.api.name}', policy_arn: '${aws_iam_policy.table.arn}' },
      },
      aws_lambda_function: {
        api: {
          function_name: 'api',
          role: '${aws_iam_role.api.arn}',
          filename: 'api.zip',
          handler: 'index.handler',
          runtime: 'nodejs24.x',
          memory_size: '256',
          reserved_concurrent_executions: 0,
          logging_config: { log_format: 'Text', log_group: '${aws_cloudwatch_log_group.api.name}' },
          environment: {
            variables: {
              TOKEN_URL:
                'https://${aws_cognito_user_pool_domain.users.domain}.auth.eu-west-1.amazoncognito.com/oauth2/token',
            },
          },
        },
      },
      aws_cloudwatch_log_group: { api: { name: '/shop/api', retention_in_days: 7 } },
      aws_api_gateway_rest_api: { shop: { name: 'shop', binary_media_types: ['image/png'], api_key_source: 'HEADER' } },
      aws_api_gateway_model: {
        order: { rest_api_id: restApi, name: 'Order', content_type: 'application/json', schema: '{"type":"object"}' },
      },
      aws_api_gateway_request_validator: { body: { rest_api_id: restApi, name: 'body', validate_request_body: true } },
      aws_api_gateway_authorizer: {
        users: {
          rest_api_id: restApi,
          name: 'users',
          type: 'COGNITO_USER_POOLS',
          provider_arns: ['${aws_cognito_user_pool.users.arn}'],
        },
        partner: {
          rest_api_id: restApi,
          name: 'partner',
          authorizer_uri: '${aws_lambda_function.api.invoke_arn}',
          authorizer_result_ttl_in_seconds: 0,
        },
      },
      aws_api_gateway_method: {
        post: {
          rest_api_id: restApi,
          resource_id: '${aws_api_gateway_rest_api.shop.root_resource_id}',
          http_method: 'POST',
          authorization: 'CUSTOM',
          authorizer_id: '${aws_api_gateway_authorizer.partner.id}',
          api_key_required: true,
          request_models: { 'application/json': '${aws_api_gateway_model.order.name}' },
          request_parameters: { 'method.request.header.Accept': true },
          request_validator_id: '${aws_api_gateway_request_validator.body.id}',
        },
        options: {
          rest_api_id: restApi,
          resource_id: '${aws_api_gateway_rest_api.shop.root_resource_id}',
          http_method: 'OPTIONS',
          authorization: 'NONE',
        },
      },
      aws_api_gateway_method_response: {
        options: {
          rest_api_id: restApi,
          resource_id: '${aws_api_gateway_rest_api.shop.root_resource_id}',
          http_method: '${aws_api_gateway_method.options.http_method}',
          status_code: '204',
          response_parameters: { 'method.response.header.Vary': true },
        },
      },
      aws_api_gateway_integration: {
        post: {
          rest_api_id: restApi,
          resource_id: '${aws_api_gateway_method.post.resource_id}',
          http_method: 'POST',
          type: 'AWS_PROXY',
          integration_http_method: 'POST',
          uri: '${aws_lambda_function.api.invoke_arn}',
          timeout_milliseconds: 5000,
        },
        options: {
          rest_api_id: restApi,
          resource_id: '${aws_api_gateway_method.options.resource_id}',
          http_method: 'OPTIONS',
          type: 'MOCK',
          request_templates: { 'application/json': '{"statusCode": 204}' },
        },
      },
      aws_api_gateway_integration_response: {
        options: {
          rest_api_id: restApi,
          resource_id: '${aws_api_gateway_method.options.resource_id}',
          http_method: 'OPTIONS',
          status_code: '${aws_api_gateway_method_response.options.status_code}',
          response_parameters: { 'method.response.header.Vary': "'Origin'" },
        },
      },
      aws_api_gateway_gateway_response: {
        unauthorized: { rest_api_id: restApi, response_type: 'UNAUTHORIZED', status_code: '401' },
      },
      aws_api_gateway_deployment: {
        now: {
          rest_api_id: restApi,
          depends_on: [
            'aws_api_gateway_integration.post',
            'aws_api_gateway_integration_response.options',
            'aws_api_gateway_integration.options',
            'aws_api_gateway_gateway_response.unauthorized',
            'aws_api_gateway_authorizer.users',
          ],
        },
      },
      aws_api_gateway_stage: {
        live: {
          rest_api_id: restApi,
          deployment_id: '${aws_api_gateway_deployment.now.id}',
          stage_name: 'live',
          access_log_settings: {
            destination_arn: '${aws_cloudwatch_log_group.api.arn}',
            format: '{"id":"$context.requestId"}',
          },
        },
      },
      aws_api_gateway_method_settings: {
        all: {
          rest_api_id: restApi,
          stage_name: '${aws_api_gateway_stage.live.stage_name}',
          method_path: '*/*',
          settings: { throttling_rate_limit: 10, throttling_burst_limit: 20, metrics_enabled: true },
        },
      },
      aws_api_gateway_usage_plan: {
        partner: {
          name: 'partner',
          api_stages: {
            api_id: restApi,
            stage: '${aws_api_gateway_stage.live.stage_name}',
            throttle: { path: '/POST', rate_limit: 1, burst_limit: 2 },
          },
          throttle_settings: { rate_limit: 100, burst_limit: 200 },
          quota_settings: { limit: 10_000, period: 'DAY' },
        },
      },
      aws_api_gateway_api_key: {
        partner: { name: 'partner' },
        given: { name: 'given', value: 'given-value-of-20-characters', enabled: false },
      },
      aws_api_gateway_usage_plan_key: {
        partner: {
          key_id: '${aws_api_gateway_api_key.partner.id}',
          key_type: 'API_KEY',
          usage_plan_id: '${aws_api_gateway_usage_plan.partner.id}',
        },
        given: {
          key_id: '${aws_api_gateway_api_key.given.id}',
          key_type: 'API_KEY',
          usage_plan_id: '${aws_api_gateway_usage_plan.partner.id}',
        },
      },
      aws_api_gateway_account: { account: {} },
      aws_apigatewayv2_api: {
        http: {
          name: 'http',
          protocol_type: 'HTTP',
          cors_configuration: { allow_origins: ['https://shop.example'], max_age: 60 },
        },
      },
      aws_apigatewayv2_authorizer: {
        jwt: {
          api_id: '${aws_apigatewayv2_api.http.id}',
          name: 'jwt',
          authorizer_type: 'JWT',
          identity_sources: ['$request.header.Authorization'],
          jwt_configuration: {
            audience: ['${aws_cognito_user_pool_client.reader.id}'],
            issuer: 'https://${aws_cognito_user_pool.users.endpoint}',
          },
        },
        lambda: {
          api_id: '${aws_apigatewayv2_api.http.id}',
          name: 'lambda',
          authorizer_type: 'REQUEST',
          authorizer_uri: '${aws_lambda_function.api.invoke_arn}',
          authorizer_payload_format_version: '2.0',
          enable_simple_responses: true,
        },
      },
      aws_apigatewayv2_integration: {
        api: {
          api_id: '${aws_apigatewayv2_api.http.id}',
          integration_type: 'AWS_PROXY',
          integration_uri: '${aws_lambda_function.api.invoke_arn}',
          payload_format_version: '2.0',
        },
      },
      aws_apigatewayv2_route: {
        read: {
          api_id: '${aws_apigatewayv2_api.http.id}',
          route_key: 'GET /orders',
          target: 'integrations/${aws_apigatewayv2_integration.api.id}',
          authorization_type: 'JWT',
          authorizer_id: '${aws_apigatewayv2_authorizer.jwt.id}',
          authorization_scopes: ['shop/read'],
        },
      },
      aws_apigatewayv2_stage: {
        live: {
          api_id: '${aws_apigatewayv2_api.http.id}',
          name: 'v1',
          auto_deploy: true,
          default_route_settings: { throttling_rate_limit: 5, throttling_burst_limit: 6 },
          route_settings: {
            route_key: '${aws_apigatewayv2_route.read.route_key}',
            throttling_rate_limit: 1,
            throttling_burst_limit: 2,
          },
        },
      },
      aws_dynamodb_table: {
        orders: {
          name: 'orders',
          hash_key: 'pk',
          range_key: 'sk',
          attribute: [
            { name: 'pk', type: 'S' },
            { name: 'sk', type: 'S' },
            { name: 'total', type: 'N' },
          ],
          global_secondary_index: {
            name: 'by-total',
            hash_key: 'total',
            projection_type: 'INCLUDE',
            non_key_attributes: ['state'],
          },
          ttl: { attribute_name: 'expiresAt', enabled: true },
          point_in_time_recovery: { enabled: true },
        },
      },
      aws_sqs_queue: { dead: { name: 'dead' }, jobs: { name: 'jobs' } },
      aws_sqs_queue_policy: {
        jobs: {
          queue_url: '${aws_sqs_queue.jobs.id}',
          policy: '{"Statement":{"Effect":"Deny","Principal":"*","Action":"sqs:*","Resource":"*"}}',
        },
      },
      aws_sqs_queue_redrive_policy: {
        jobs: {
          queue_url: '${aws_sqs_queue.jobs.url}',
          redrive_policy: '${jsonencode({deadLetterTargetArn = aws_sqs_queue.dead.arn, maxReceiveCount = 5})}',
        },
      },
      aws_sqs_queue_redrive_allow_policy: {
        dead: {
          queue_url: '${aws_sqs_queue.dead.url}',
          redrive_allow_policy:
            '${jsonencode({redrivePermission = "byQueue", sourceQueueArns = [aws_sqs_queue.jobs.arn]})}',
        },
      },
      aws_s3_bucket: { files: { bucket: 'shop-files' } },
      aws_s3_bucket_cors_configuration: {
        files: {
          bucket: '${aws_s3_bucket.files.id}',
          cors_rule: { allowed_methods: ['PUT'], allowed_origins: ['https://shop.example'], max_age_seconds: 60 },
        },
      },
      aws_s3_bucket_policy: {
        files: {
          bucket: '${aws_s3_bucket.files.bucket}',
          policy: '{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}}',
        },
      },
      aws_s3_bucket_public_access_block: { files: { bucket: '${aws_s3_bucket.files.id}' } },
      aws_secretsmanager_secret: { token: { name: 'token' }, empty: { name: 'empty' } },
      aws_secretsmanager_secret_version: {
        token: {
          secret_id: '${aws_secretsmanager_secret.token.id}',
          secret_string_wo: '${ephemeral.aws_secretsmanager_random_password.token.random_password}',
          secret_string_wo_version: 1,
        },
      },
      aws_secretsmanager_secret_policy: {
        token: {
          secret_arn: '${aws_secretsmanager_secret.token.arn}',
          policy: '{"Statement":{"Effect":"Deny","Principal":"*","Action":"secretsmanager:*","Resource":"*"}}',
        },
      },
    },
    output: {
      tokenUrl: {
        value: 'https://${aws_cognito_user_pool_domain.users.domain}.auth.eu-west-1.amazoncognito.com/oauth2/token',
      },
      partition: { value: '${data.aws_partition.here.partition}' },
      secret: { value: '${aws_secretsmanager_secret_version.token.secret_string_wo}' },
    },
  };
}
