import { alphabets } from './identifiers.ts';
import type { ResourceContext } from './resource-type.ts';

/** `arn:aws:sqs:eu-west-1:123456789012:exports` */
export const regionalArn = ({ region, accountId }: ResourceContext, service: string, resource: string) =>
  `arn:aws:${service}:${region}:${accountId}:${resource}`;

/** `arn:aws:iam::123456789012:role/exports` */
export const iamArn = ({ accountId }: ResourceContext, resource: string) => `arn:aws:iam::${accountId}:${resource}`;

/** `arn:aws:apigateway:eu-west-1::/restapis/a1b2c3d4e5` */
export const apiGatewayArn = ({ region }: ResourceContext, path: string) => `arn:aws:apigateway:${region}::${path}`;

/** The URI with which API Gateway invokes a function. Source: API Gateway API Reference, "PutIntegration", `uri`. */
export const invokeArn = ({ region }: ResourceContext, functionArn: string) =>
  `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;

/** An identifier of API Gateway: lower-case letters and digits. */
export const apiGatewayId = ({ identifiers }: ResourceContext, length: number, purpose = 'id') =>
  identifiers.of(purpose, length, alphabets.lowerCaseAndDigits);

/** The name given, or one made from the prefix, as Terraform makes it where there is none. */
export function nameOf(args: { name: string | null; name_prefix: string | null }, context: ResourceContext): string {
  return args.name ?? `${args.name_prefix ?? 'terraform-'}${context.identifiers.of('name', 26, '0123456789')}`;
}
