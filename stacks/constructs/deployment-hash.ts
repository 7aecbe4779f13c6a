import { createHash } from 'node:crypto';
import { DefaultTokenResolver, StringConcat, TerraformResource, Tokenization } from 'cdktf';
import type { Construct } from 'constructs';

/** The resources below `scope` that an API Gateway deployment takes a snapshot of. */
export function deployedResources(scope: Construct): readonly TerraformResource[] {
  return scope.node
    .findAll()
    .filter((construct) => TerraformResource.isTerraformResource(construct))
    .filter((resource) => resource.terraformResourceType.startsWith('aws_api_gateway_'));
}

/**
 * A hash of these resources as Terraform gets them, whatever their order. References count as
 * addresses, never as CDKTF's tokens, whose numbers depend on what else is synthesized.
 */
export function deploymentHash(resources: readonly TerraformResource[]): string {
  const resolver = new DefaultTokenResolver(new StringConcat());
  const plain = resources.map((resource) =>
    JSON.stringify(Tokenization.resolve(resource.toTerraform(), { scope: resource, resolver }), withoutMetadata),
  );
  return createHash('sha256').update(plain.sort().join('\n')).digest('hex');
}

/** Leaves out what CDKTF notes about a resource: its place in the construct tree. */
function withoutMetadata(key: string, value: unknown): unknown {
  return key === '//' ? undefined : value;
}
