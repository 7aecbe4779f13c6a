import { checksOfHandler, independentRowsAt } from '../handlers.ts';
import { type Operator, removal } from '../mutation.ts';

/** Who may invoke functions. */

const type = 'aws_lambda_permission';

const permissionRemoved: Operator = {
  ...removal('permission-removed', type, checksOfHandler, "the gateway's permission to invoke the function is removed"),
  operations: independentRowsAt,
};

const permissionNarrowed: Operator = {
  name: 'permission-narrowed',
  type,
  checks: checksOfHandler,
  operations: independentRowsAt,
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
