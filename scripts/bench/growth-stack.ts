import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';

/** A stack that is hardly anything but routes: a REST API in which each has a function of its own. */

const packageName = 'handler.zip';

/** Writes the stack's document and its package. @returns the document's path */
export function writeGrowthStack(folder: string, routes: number): string {
  const handler = readFileSync(join(import.meta.dirname, 'handler', 'index.js'));
  writeFileSync(join(folder, packageName), zipSync({ 'index.js': handler }));
  const file = join(folder, 'cdk.tf.json');
  writeFileSync(file, JSON.stringify(growthStack(routes)));
  return file;
}

/** Path of a route, from 0. */
export const routePath = (index: number): string => `/things-${index}`;

function growthStack(routes: number): object {
  const indexes = Array.from({ length: routes }, (_, index) => index);
  const each = (make: (index: number) => object) =>
    Object.fromEntries(indexes.map((index) => [`r${index}`, make(index)]));
  const api = '${aws_api_gateway_rest_api.growth.id}';
  return {
    terraform: { required_providers: { aws: { source: 'hashicorp/aws', version: '6.30.0' } } },
    provider: { aws: [{ region: 'eu-west-1' }] },
    resource: {
      aws_api_gateway_rest_api: { growth: { name: 'growth', endpoint_configuration: { types: ['REGIONAL'] } } },
      aws_api_gateway_deployment: {
        growth: { rest_api_id: api, depends_on: indexes.map((index) => `aws_api_gateway_integration.r${index}`) },
      },
      aws_api_gateway_stage: {
        growth: {
          rest_api_id: api,
          deployment_id: '${aws_api_gateway_deployment.growth.id}',
          stage_name: 'growth',
        },
      },
      aws_api_gateway_resource: each((index) => ({
        rest_api_id: api,
        parent_id: '${aws_api_gateway_rest_api.growth.root_resource_id}',
        path_part: routePath(index).slice(1),
      })),
      aws_api_gateway_method: each((index) => ({
        rest_api_id: api,
        resource_id: `\${aws_api_gateway_resource.r${index}.id}`,
        http_method: 'GET',
        authorization: 'NONE',
      })),
      aws_api_gateway_integration: each((index) => ({
        rest_api_id: api,
        resource_id: `\${aws_api_gateway_resource.r${index}.id}`,
        http_method: `\${aws_api_gateway_method.r${index}.http_method}`,
        type: 'AWS_PROXY',
        integration_http_method: 'POST',
        uri: `\${aws_lambda_function.r${index}.invoke_arn}`,
      })),
      aws_iam_role: each((index) => ({ name: `growth-${index}`, assume_role_policy: trust })),
      aws_lambda_function: each((index) => ({
        function_name: `growth-${index}`,
        role: `\${aws_iam_role.r${index}.arn}`,
        filename: packageName,
        handler: 'index.handler',
        runtime: 'nodejs24.x',
        memory_size: 256,
        timeout: 10,
      })),
      aws_lambda_permission: each((index) => ({
        action: 'lambda:InvokeFunction',
        function_name: `\${aws_lambda_function.r${index}.function_name}`,
        principal: 'apigateway.amazonaws.com',
        source_arn: `\${aws_api_gateway_rest_api.growth.execution_arn}/*/GET${routePath(index)}`,
      })),
    },
    output: { url: { value: '${aws_api_gateway_stage.growth.invoke_url}' } },
  };
}

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
});
