import { inert, optional, refused, text, textMap } from './arguments.ts';
import { apiGatewayId } from './naming.ts';
import { resourceType } from './resource-type.ts';

/** A snapshot of a REST API that stages serve. Source: Terraform AWS provider, "Resource: aws_api_gateway_deployment". */
export const awsApiGatewayDeployment = resourceType({
  type: 'aws_api_gateway_deployment',
  arguments: {
    rest_api_id: text,
    triggers: optional(textMap),
    description: inert,
    variables: refused(
      "the local stage reads stage variables from the stage. Expected: 'variables' of aws_api_gateway_stage",
    ),
  },
  attributes: (_args, context) => ({ id: apiGatewayId(context, 6) }),
});
