const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
});

const policyOf = (Statement: readonly object[]) => JSON.stringify({ Version: '2012-10-17', Statement });

const functionBlock = (name: string, more: object = {}) => ({
  function_name: name,
  role: `\${aws_iam_role.${name}.arn}`,
  filename: `${name}.zip`,
  handler: 'index.handler',
  runtime: 'nodejs24.x',
  timeout: 3,
  ...more,
});

/**
 * A stack to let fail: an HTTP API whose POST /steps does what it is told (function `caller`), a queue
 * that `worker` reads, a table and a bucket.
 */
export function controlDocument() {
  return {
    '//': { metadata: { stackName: 'control' } },
    provider: { aws: { region: 'eu-central-1' } },
    resource: {
      aws_iam_role: {
        caller: { name: 'caller-role', assume_role_policy: trust },
        worker: { name: 'worker-role', assume_role_policy: trust },
      },
      aws_iam_role_policy: {
        caller: {
          role: '${aws_iam_role.caller.id}',
          policy: policyOf([
            { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '${aws_sqs_queue.inbox.arn}' },
            { Effect: 'Allow', Action: 's3:GetObject', Resource: '${aws_s3_bucket.files.arn}/*' },
          ]),
        },
        worker: {
          role: '${aws_iam_role.worker.id}',
          policy: policyOf([
            {
              Effect: 'Allow',
              Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
              Resource: '${aws_sqs_queue.work.arn}',
            },
          ]),
        },
      },
      aws_lambda_function: {
        caller: functionBlock('caller', {
          timeout: 10,
          environment: { variables: { QUEUE_URL: '${aws_sqs_queue.inbox.url}', BUCKET: '${aws_s3_bucket.files.id}' } },
        }),
        worker: functionBlock('worker'),
      },
      aws_lambda_permission: {
        caller: {
          function_name: '${aws_lambda_function.caller.function_name}',
          action: 'lambda:InvokeFunction',
          principal: 'apigateway.amazonaws.com',
          source_arn: '${aws_apigatewayv2_api.steps.execution_arn}/*/*',
        },
      },
      aws_apigatewayv2_api: { steps: { name: 'steps', protocol_type: 'HTTP' } },
      aws_apigatewayv2_integration: {
        caller: {
          api_id: '${aws_apigatewayv2_api.steps.id}',
          integration_type: 'AWS_PROXY',
          integration_uri: '${aws_lambda_function.caller.arn}',
          payload_format_version: '2.0',
        },
      },
      aws_apigatewayv2_route: {
        steps: {
          api_id: '${aws_apigatewayv2_api.steps.id}',
          route_key: 'POST /steps',
          target: 'integrations/${aws_apigatewayv2_integration.caller.id}',
        },
      },
      aws_apigatewayv2_stage: {
        live: { api_id: '${aws_apigatewayv2_api.steps.id}', name: '$default', auto_deploy: true },
      },
      aws_sqs_queue: {
        dead: { name: 'dead' },
        inbox: { name: 'inbox' },
        work: {
          name: 'work',
          visibility_timeout_seconds: 30,
          redrive_policy: '${jsonencode({deadLetterTargetArn = aws_sqs_queue.dead.arn, maxReceiveCount = 3})}',
        },
      },
      aws_lambda_event_source_mapping: {
        work: { event_source_arn: '${aws_sqs_queue.work.arn}', function_name: '${aws_lambda_function.worker.arn}' },
      },
      aws_dynamodb_table: {
        items: {
          name: 'items',
          billing_mode: 'PAY_PER_REQUEST',
          hash_key: 'pk',
          attribute: [{ name: 'pk', type: 'S' }],
        },
      },
      aws_s3_bucket: { files: { bucket: 'control-files' } },
    },
    output: {
      url: { value: '${aws_apigatewayv2_stage.live.invoke_url}' },
      inboxUrl: { value: '${aws_sqs_queue.inbox.url}' },
      workUrl: { value: '${aws_sqs_queue.work.url}' },
    },
  };
}
