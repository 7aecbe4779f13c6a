/**
 * The Terraform of another project than the one this repository is about, written by hand: a shop's
 * REST API with one route, an HTTP API with one, a queue with its worker, and what they need.
 */
export function ordersDocument() {
  return {
    '//': { metadata: { stackName: 'orders' } },
    terraform: { required_providers: { aws: { source: 'hashicorp/aws', version: '~> 6.0' } } },
    provider: { aws: { region: '${var.region}' } },
    variable: { region: { type: 'string', default: 'eu-central-1' } },
    locals: {
      prefix: 'orders-${terraform.workspace}',
      lambda_defaults: { runtime: 'nodejs24.x', handler: 'index.handler' },
    },
    data: {
      aws_caller_identity: { me: {} },
      aws_region: { here: {} },
      aws_iam_policy_document: {
        assume: {
          statement: [
            { actions: ['sts:AssumeRole'], principals: { type: 'Service', identifiers: ['lambda.amazonaws.com'] } },
          ],
        },
        worker: {
          statement: [
            {
              sid: 'Consume',
              actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
              resources: ['${aws_sqs_queue.orders.arn}'],
            },
          ],
        },
      },
    },
    resource: {
      aws_iam_role: {
        api: { name: '${local.prefix}-api', assume_role_policy: '${data.aws_iam_policy_document.assume.json}' },
        worker: { name: '${local.prefix}-worker', assume_role_policy: '${data.aws_iam_policy_document.assume.json}' },
      },
      aws_iam_role_policy: {
        worker: { role: '${aws_iam_role.worker.id}', policy: '${data.aws_iam_policy_document.worker.json}' },
      },
      aws_iam_role_policy_attachment: {
        logs: {
          role: '${aws_iam_role.api.name}',
          policy_arn: 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
        },
      },
      aws_lambda_function: {
        api: {
          function_name: '${local.prefix}-api',
          role: '${aws_iam_role.api.arn}',
          filename: '${path.module}/api.zip',
          source_code_hash: '${filebase64sha256("api.zip")}',
          handler: '${local.lambda_defaults.handler}',
          runtime: '${local.lambda_defaults.runtime}',
          environment: {
            variables: {
              QUEUE_URL: '${aws_sqs_queue.orders.url}',
              BASE_URL: '${aws_apigatewayv2_api.http.api_endpoint}',
            },
          },
        },
        worker: {
          function_name: '${local.prefix}-worker',
          role: '${aws_iam_role.worker.arn}',
          filename: 'worker.zip',
          handler: 'index.handler',
          runtime: 'nodejs24.x',
          timeout: 5,
        },
      },
      aws_lambda_permission: {
        rest: {
          function_name: '${aws_lambda_function.api.function_name}',
          action: 'lambda:InvokeFunction',
          principal: 'apigateway.amazonaws.com',
          source_arn: '${aws_api_gateway_rest_api.rest.execution_arn}/*/*',
        },
        http: {
          function_name: '${aws_lambda_function.api.arn}',
          action: 'lambda:InvokeFunction',
          principal: 'apigateway.amazonaws.com',
          source_arn: '${aws_apigatewayv2_api.http.execution_arn}/*/*',
        },
      },
      aws_api_gateway_rest_api: { rest: { name: 'orders-rest', endpoint_configuration: { types: ['REGIONAL'] } } },
      aws_api_gateway_resource: {
        orders: {
          rest_api_id: '${aws_api_gateway_rest_api.rest.id}',
          parent_id: '${aws_api_gateway_rest_api.rest.root_resource_id}',
          path_part: 'orders',
        },
        order: {
          rest_api_id: '${aws_api_gateway_rest_api.rest.id}',
          parent_id: '${aws_api_gateway_resource.orders.id}',
          path_part: '{orderId}',
        },
      },
      aws_api_gateway_method: {
        get_order: {
          rest_api_id: '${aws_api_gateway_rest_api.rest.id}',
          resource_id: '${aws_api_gateway_resource.order.id}',
          http_method: 'GET',
          authorization: 'NONE',
        },
      },
      aws_api_gateway_integration: {
        get_order: {
          rest_api_id: '${aws_api_gateway_rest_api.rest.id}',
          resource_id: '${aws_api_gateway_method.get_order.resource_id}',
          http_method: '${aws_api_gateway_method.get_order.http_method}',
          type: 'AWS_PROXY',
          integration_http_method: 'POST',
          uri: '${aws_lambda_function.api.invoke_arn}',
        },
      },
      aws_api_gateway_deployment: {
        now: {
          rest_api_id: '${aws_api_gateway_rest_api.rest.id}',
          triggers: { redeploy: '${sha1(jsonencode([aws_api_gateway_integration.get_order]))}' },
          lifecycle: { create_before_destroy: true },
        },
      },
      aws_api_gateway_stage: {
        live: {
          rest_api_id: '${aws_api_gateway_rest_api.rest.id}',
          deployment_id: '${aws_api_gateway_deployment.now.id}',
          stage_name: 'live',
        },
      },
      aws_apigatewayv2_api: { http: { name: 'orders-http', protocol_type: 'HTTP' } },
      aws_apigatewayv2_integration: {
        api: {
          api_id: '${aws_apigatewayv2_api.http.id}',
          integration_type: 'AWS_PROXY',
          integration_uri: '${aws_lambda_function.api.arn}',
          payload_format_version: '2.0',
        },
      },
      aws_apigatewayv2_route: {
        status: {
          api_id: '${aws_apigatewayv2_api.http.id}',
          route_key: 'GET /status',
          target: 'integrations/${aws_apigatewayv2_integration.api.id}',
        },
      },
      aws_apigatewayv2_stage: {
        live: { api_id: '${aws_apigatewayv2_api.http.id}', name: '$default', auto_deploy: true },
      },
      aws_sqs_queue: {
        dead: { name: '${local.prefix}-dead' },
        orders: {
          name: '${local.prefix}-orders',
          redrive_policy: '${jsonencode({deadLetterTargetArn = aws_sqs_queue.dead.arn, maxReceiveCount = 3})}',
        },
      },
      aws_lambda_event_source_mapping: {
        orders: { event_source_arn: '${aws_sqs_queue.orders.arn}', function_name: '${aws_lambda_function.worker.arn}' },
      },
      aws_cloudwatch_metric_alarm: {
        dead: {
          alarm_name: '${local.prefix}-dead',
          dimensions: { QueueName: '${aws_sqs_queue.dead.name}' },
          threshold: 1,
        },
      },
    },
    output: {
      restUrl: { value: '${aws_api_gateway_stage.live.invoke_url}' },
      httpUrl: { value: '${aws_apigatewayv2_stage.live.invoke_url}' },
      queueUrl: { value: '${aws_sqs_queue.orders.url}' },
      account: { value: '${data.aws_caller_identity.me.account_id}', sensitive: true },
    },
  };
}

type Json = Record<string, unknown>;

/**
 * The same document with one thing changed.
 *
 * @param path names from the document's root to the member.
 * @param value `undefined` removes the member.
 */
export function ordersDocumentWith(path: readonly string[], value: unknown): Json {
  const document: Json = structuredClone(ordersDocument());
  let parent = document;
  for (const name of path.slice(0, -1)) {
    const member: Json = (parent[name] ?? {}) as Json;
    parent[name] = member;
    parent = member;
  }
  const last = path.at(-1) ?? '';
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return document;
}
