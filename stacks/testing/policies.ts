import { type Arguments, at, only, referred, type TerraformDocument } from './document.ts';

interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

/** The statements of a policy that is written as JSON. */
export function statementsOf(policy: unknown): readonly PolicyStatement[] {
  return (JSON.parse(String(policy)) as { readonly Statement: readonly PolicyStatement[] }).Statement;
}

/** The function that runs an operation, or does other work, in dev. */
export function functionNamed(document: TerraformDocument, name: string): Arguments {
  return only(document, 'aws_lambda_function', { function_name: `gatehouse-dev-${name}` });
}

/** What a function's role allows: action -> resources, references by their addresses. */
export function allowedTo(document: TerraformDocument, name: string): Readonly<Record<string, readonly string[]>> {
  const role = referred(functionNamed(document, name)['role']);
  const policy = only(document, 'aws_iam_role_policy', { role: `\${${role}.id}` });
  const allowed: Record<string, string[]> = {};
  for (const { Action, Resource } of statementsOf(policy['policy'])) {
    const resources = Resource.map((resource) => readable(document, resource));
    for (const action of Action) allowed[action] = [...(allowed[action] ?? []), ...resources];
  }
  return allowed;
}

/** `${aws_cloudwatch_log_group.x_1234.arn}:*` gives `/aws/lambda/x:*`; pinned ids stay as they are. */
function readable(document: TerraformDocument, resource: string): string {
  return resource.replace(/\$\{(?<address>[\w.-]+)\.arn\}/, (_whole, address: string) =>
    address.startsWith('aws_cloudwatch_log_group') ? String(at(document, address)['name']) : address,
  );
}
