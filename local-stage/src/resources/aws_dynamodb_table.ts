import { EvaluationError } from '../terraform/errors.ts';
import { block, blocks, bool, inert, matching, oneOf, optional, refused, tagged, text, texts } from './arguments.ts';
import { regionalArn } from './naming.ts';
import { resourceType } from './resource-type.ts';

const index = {
  name: text,
  hash_key: text,
  range_key: optional(text),
  projection_type: oneOf('ALL', 'KEYS_ONLY', 'INCLUDE'),
  non_key_attributes: optional(texts, []),
  on_demand_throughput: inert,
  read_capacity: inert,
  warm_throughput: inert,
  write_capacity: inert,
} as const;

/** A table. Source: Terraform AWS provider, "Resource: aws_dynamodb_table". */
export const awsDynamodbTable = resourceType({
  type: 'aws_dynamodb_table',
  arguments: {
    ...tagged,
    name: matching(/^[\w.-]{3,255}$/, '3 to 255 letters, digits and _.-'),
    hash_key: text,
    range_key: optional(text),
    attribute: blocks({ name: text, type: oneOf('S', 'N', 'B') }, { minimum: 1 }),
    global_secondary_index: blocks(index, { maximum: 20 }),
    ttl: block({ attribute_name: optional(text), enabled: optional(bool, false) }),
    billing_mode: inert,
    deletion_protection_enabled: inert,
    on_demand_throughput: inert,
    point_in_time_recovery: inert,
    read_capacity: inert,
    server_side_encryption: inert,
    table_class: inert,
    warm_throughput: inert,
    write_capacity: inert,
    global_table_witness: refused('the local stage has one region'),
    import_table: refused('the local stage imports no tables'),
    local_secondary_index: refused('the local stage makes no local secondary indexes'),
    replica: refused('the local stage has one region'),
    restore_date_time: refused('the local stage restores no tables'),
    restore_source_name: refused('the local stage restores no tables'),
    restore_source_table_arn: refused('the local stage restores no tables'),
    restore_to_latest_time: refused('the local stage restores no tables', false),
    stream_enabled: refused('the local stage has no streams', false),
    stream_view_type: refused('the local stage has no streams', ''),
  },
  attributes: (args, context) => {
    const indexed = [args, ...args.global_secondary_index].flatMap(({ hash_key, range_key }) => [hash_key, range_key]);
    const declared = args.attribute.map(({ name }) => name);
    const unused = declared.filter((name) => !indexed.includes(name));
    const missing = indexed.filter((name) => name !== null && !declared.includes(name));
    if (unused.length > 0)
      throw new EvaluationError(`all attributes must be indexed. Unused attributes: ${unused.join(', ')}`);
    if (missing.length > 0)
      throw new EvaluationError(`all indexes must match a defined attribute. Unmatched indexes: ${missing.join(', ')}`);
    return {
      id: args.name,
      arn: regionalArn(context, 'dynamodb', `table/${args.name}`),
      stream_arn: null,
      stream_label: null,
    };
  },
});
