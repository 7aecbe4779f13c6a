import { resourceType } from './resource-type.ts';

/** The AWS partition. Source: Terraform AWS provider, "Data Source: aws_partition". */
export const dataAwsPartition = resourceType({
  type: 'data.aws_partition',
  arguments: {},
  attributes: () => ({ id: 'aws', partition: 'aws', dns_suffix: 'amazonaws.com', reverse_dns_prefix: 'com.amazonaws' }),
});
