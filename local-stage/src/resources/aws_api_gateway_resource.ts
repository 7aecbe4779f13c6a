import { EvaluationError } from '../terraform/errors.ts';
import { matching, text } from './arguments.ts';
import { awsApiGatewayRestApi } from './aws_api_gateway_rest_api.ts';
import { apiGatewayId } from './naming.ts';
import {
  type Attributes,
  type Resource,
  type ResourceContext,
  type ResourceType,
  resourceType,
} from './resource-type.ts';

const schema = {
  rest_api_id: text,
  parent_id: text,
  path_part: matching(/^(\{[\w.-]+\+?\}|[\w.:~-]+)$/, 'one path segment, or a parameter in braces'),
} as const;

/** A resource of a REST API's tree. Source: Terraform AWS provider, "Resource: aws_api_gateway_resource". */
export const awsApiGatewayResource: ResourceType<typeof schema, Attributes & { id: string; path: string }> =
  resourceType({
    type: 'aws_api_gateway_resource',
    arguments: schema,
    attributes: (args, context) => ({
      id: apiGatewayId(context, 6),
      path: `${parentPath(args, context)}/${args.path_part}`,
    }),
  });

function parentPath(
  { rest_api_id, parent_id }: { rest_api_id: string; parent_id: string },
  { resources }: ResourceContext,
): string {
  const api = resources.all(awsApiGatewayRestApi).find(({ attributes }) => attributes.id === rest_api_id);
  if (!api)
    throw new EvaluationError(`argument 'rest_api_id': no REST API of this document has the id '${rest_api_id}'`);
  if (api.attributes.root_resource_id === parent_id) return '';
  const parent: Resource<typeof schema, Attributes & { path: string; id: string }> | undefined = resources
    .all(awsApiGatewayResource)
    .find(({ attributes }) => attributes.id === parent_id);
  if (!parent || parent.args.rest_api_id !== rest_api_id) {
    throw new EvaluationError(`argument 'parent_id': no resource of ${api.address} has the id '${parent_id}'`);
  }
  return parent.attributes.path;
}
