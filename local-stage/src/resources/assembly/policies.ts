import type { PolicyDocument, PolicyStatement } from '../../services/iam/configuration.ts';
import { TerraformError } from '../../terraform/errors.ts';

/** Members of a statement. Source: IAM User Guide, "Grammar of the IAM JSON policy language". */
const statementMembers = [
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Principal',
  'NotPrincipal',
  'Condition',
];
const documentMembers = ['Version', 'Id', 'Statement'];

/**
 * Reads a policy document.
 *
 * @throws {TerraformError} where AWS would answer MalformedPolicyDocument.
 */
export function policyDocument(address: string, json: string): PolicyDocument {
  const refuse = (reason: string) => new TerraformError(address, `the policy document ${reason}`);
  const document: unknown = JSON.parse(json);
  if (!isRecord(document)) throw refuse('is no JSON object');
  const stranger = Object.keys(document).find((member) => !documentMembers.includes(member));
  if (stranger !== undefined) throw refuse(`has the member '${stranger}'. Expected: ${documentMembers.join(', ')}`);
  const statements: readonly unknown[] = [document['Statement'] ?? []].flat();
  if (statements.length === 0) throw refuse('has no Statement. Expected: at least one');
  for (const [index, statement] of statements.entries()) {
    const problem = statementProblem(statement);
    if (problem !== undefined) throw refuse(`has a mistake in Statement[${index}]: ${problem}`);
  }
  return { ...versionOf(document), Statement: statements as readonly PolicyStatement[] };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const versionOf = (document: Readonly<Record<string, unknown>>) =>
  typeof document['Version'] === 'string' ? { Version: document['Version'] } : {};

function statementProblem(statement: unknown): string | undefined {
  if (!isRecord(statement)) return 'no object';
  const stranger = Object.keys(statement).find((member) => !statementMembers.includes(member));
  if (stranger !== undefined) return `the member '${stranger}'. Expected: ${statementMembers.join(', ')}`;
  if (statement['Effect'] !== 'Allow' && statement['Effect'] !== 'Deny') return "no Effect 'Allow' or 'Deny'";
  if ((statement['Action'] ?? statement['NotAction']) === undefined) return 'neither Action nor NotAction';
  for (const member of ['Action', 'NotAction', 'Resource', 'NotResource']) {
    const values = [statement[member] ?? []].flat();
    if (!values.every((value) => typeof value === 'string'))
      return `${member} is neither a string nor a list of strings`;
  }
  return undefined;
}
