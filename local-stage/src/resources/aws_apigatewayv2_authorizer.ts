import { EvaluationError } from '../terraform/errors.ts';
import { block, bool, oneOf, optional, refused, text, texts, wholeNumber } from './arguments.ts';
import { apiGatewayId } from './naming.ts';
import { resourceType } from './resource-type.ts';

/** An authorizer of an HTTP API. Source: Terraform AWS provider, "Resource: aws_apigatewayv2_authorizer". */
export const awsApigatewayv2Authorizer = resourceType({
  type: 'aws_apigatewayv2_authorizer',
  arguments: {
    api_id: text,
    name: text,
    authorizer_type: oneOf('JWT', 'REQUEST'),
    identity_sources: optional(texts, []),
    jwt_configuration: block({ audience: texts, issuer: text }),
    authorizer_uri: optional(text),
    authorizer_payload_format_version: optional(oneOf('1.0', '2.0')),
    enable_simple_responses: optional(bool, false),
    authorizer_result_ttl_in_seconds: optional(wholeNumber(0, 3600)),
    authorizer_credentials_arn: refused('the local stage invokes authorizers by their resource policy, not by a role'),
  },
  attributes: (args, context) => {
    const jwt = args.authorizer_type === 'JWT';
    if (jwt && args.jwt_configuration.length === 0)
      throw new EvaluationError("no block 'jwt_configuration', which type JWT requires");
    if (jwt && args.identity_sources.length !== 1)
      throw new EvaluationError(
        "argument 'identity_sources': type JWT requires exactly one, for example '$request.header.Authorization'",
      );
    if (!jwt && args.authorizer_uri === null)
      throw new EvaluationError("no argument 'authorizer_uri', which type REQUEST requires");
    if (!jwt && args.authorizer_payload_format_version === null) {
      throw new EvaluationError(
        "no argument 'authorizer_payload_format_version', which type REQUEST requires. Expected: 1.0 or 2.0",
      );
    }
    if (args.enable_simple_responses && args.authorizer_payload_format_version !== '2.0') {
      throw new EvaluationError(
        "argument 'enable_simple_responses': only payload format version 2.0 has simple responses",
      );
    }
    return { id: apiGatewayId(context, 6) };
  },
});
