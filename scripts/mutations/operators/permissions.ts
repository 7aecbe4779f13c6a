import { type Operator, removal } from '../mutation.ts';

/** Who may invoke functions. */

const type = 'aws_lambda_permission';
const suites = ['auth', 'exports'];

const permissionRemoved = removal(
  'permission-removed',
  type,
  suites,
  "the gateway's permission to invoke the function is removed",
);

const permissionNarrowed: Operator = {
  name: 'permission-narrowed',
  type,
  suites,
  changesOf: ({ arguments: { source_arn: source } }) =>
    typeof source !== 'string'
      ? []
      : [
          {
            part: '',
            description: `the permission for ${source} is one for another method`,
            apply: (copy) => {
              copy.arguments['source_arn'] = source.replace(/(?<=^\$\{[^}]+\}).*$/, '/*/TRACE/narrowed');
            },
          },
        ],
};

export const permissionOperators: readonly Operator[] = [permissionRemoved, permissionNarrowed];
