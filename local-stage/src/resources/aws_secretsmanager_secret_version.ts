import { EvaluationError } from '../terraform/errors.ts';
import { number, optional, refused, text, writeOnly } from './arguments.ts';
import { resourceType } from './resource-type.ts';

/** A secret's value. Source: Terraform AWS provider, "Resource: aws_secretsmanager_secret_version". */
export const awsSecretsmanagerSecretVersion = resourceType({
  type: 'aws_secretsmanager_secret_version',
  arguments: {
    secret_id: text,
    secret_string: optional(text),
    secret_string_wo: writeOnly(optional(text)),
    secret_string_wo_version: optional(number),
    secret_binary: refused('the local stage keeps strings only'),
    version_stages: refused('the local stage keeps AWSCURRENT only'),
  },
  attributes: (args, { identifiers }) => {
    const given = [args.secret_string, args.secret_string_wo].filter((value) => value !== null).length;
    if (given !== 1)
      throw new EvaluationError(`${given} of 'secret_string' and 'secret_string_wo'. Expected: exactly one`);
    if ((args.secret_string_wo === null) !== (args.secret_string_wo_version === null)) {
      throw new EvaluationError("'secret_string_wo' and 'secret_string_wo_version' must be set together");
    }
    // A changed value, or version of a write-only value, makes a new version; an unchanged one is the same at each boot.
    const versionId = identifiers.uuid(`version ${args.secret_string ?? args.secret_string_wo_version}`);
    return { id: `${args.secret_id}|${versionId}`, arn: args.secret_id, version_id: versionId };
  },
});
