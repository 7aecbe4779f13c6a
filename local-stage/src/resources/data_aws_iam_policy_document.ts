import { type ArgumentsOf, blocks, oneOf, optional, refused, text, texts } from './arguments.ts';
import { resourceType } from './resource-type.ts';

const principals = blocks({ type: oneOf('AWS', 'Service', 'Federated', 'CanonicalUser', '*'), identifiers: texts });

const statement = {
  sid: optional(text),
  effect: optional(oneOf('Allow', 'Deny'), 'Allow'),
  actions: optional(texts, []),
  not_actions: optional(texts, []),
  resources: optional(texts, []),
  not_resources: optional(texts, []),
  principals,
  not_principals: principals,
  condition: blocks({ test: text, variable: text, values: texts }),
} as const;

type Statement = ArgumentsOf<typeof statement>;

const merging = 'the local stage merges no policy documents. Expected: the statements themselves';

/** A policy document. Source: Terraform AWS provider, "Data Source: aws_iam_policy_document". */
export const dataAwsIamPolicyDocument = resourceType({
  type: 'data.aws_iam_policy_document',
  arguments: {
    statement: blocks(statement),
    version: optional(oneOf('2008-10-17', '2012-10-17'), '2012-10-17'),
    policy_id: optional(text),
    override_json: refused(merging),
    override_policy_documents: refused(merging),
    source_json: refused(merging),
    source_policy_documents: refused(merging),
  },
  attributes: ({ statement: statements, version, policy_id }, { identifiers }) => {
    const document = {
      Version: version,
      ...(policy_id === null ? {} : { Id: policy_id }),
      Statement: statements.map(statementOf),
    };
    return {
      id: identifiers.of('id', 10, '0123456789'),
      json: JSON.stringify(document, null, 2),
      minified_json: JSON.stringify(document),
    };
  },
});

function statementOf(statement: Statement): Readonly<Record<string, unknown>> {
  return withoutEmpty({
    Sid: statement.sid ?? undefined,
    Effect: statement.effect,
    Action: oneOrMany(statement.actions),
    NotAction: oneOrMany(statement.not_actions),
    Resource: oneOrMany(statement.resources),
    NotResource: oneOrMany(statement.not_resources),
    Principal: principalsOf(statement.principals),
    NotPrincipal: principalsOf(statement.not_principals),
    Condition: conditionsOf(statement.condition),
  });
}

/** The provider writes `&{aws:username}` for IAM's own `${aws:username}`. */
const oneOrMany = (values: readonly string[]) => {
  const written = values.map((value) => value.replaceAll('&{', '${'));
  return written.length > 1 ? written.toSorted() : written[0];
};

function principalsOf(blocks: Statement['principals']) {
  if (blocks.length === 0) return undefined;
  if (blocks.some(({ type }) => type === '*')) return '*';
  const byType = Map.groupBy(blocks, ({ type }) => type);
  return Object.fromEntries(
    [...byType].map(([type, same]) => [type, oneOrMany(same.flatMap(({ identifiers }) => identifiers))]),
  );
}

function conditionsOf(conditions: Statement['condition']) {
  const byTest = Map.groupBy(conditions, ({ test }) => test);
  if (byTest.size === 0) return undefined;
  return Object.fromEntries([...byTest].map(([test, same]) => [test, valuesByVariable(same)]));
}

function valuesByVariable(conditions: Statement['condition']) {
  const byVariable = Map.groupBy(conditions, ({ variable }) => variable);
  return Object.fromEntries(
    [...byVariable].map(([variable, same]) => [variable, oneOrMany(same.flatMap(({ values }) => values))]),
  );
}

const withoutEmpty = (members: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
