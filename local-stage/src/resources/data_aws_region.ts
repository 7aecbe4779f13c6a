import { EvaluationError } from '../terraform/errors.ts';
import { optional, refused, text } from './arguments.ts';
import { resourceType } from './resource-type.ts';

/** The provider's region. Source: Terraform AWS provider, "Data Source: aws_region". */
export const dataAwsRegion = resourceType({
  type: 'data.aws_region',
  arguments: { name: optional(text), endpoint: refused('the local stage looks no region up by its endpoint') },
  attributes: ({ name }, { region }) => {
    if (name !== null && name !== region)
      throw new EvaluationError(`argument 'name': '${name}'. Expected: ${region}, the provider's region`);
    return { id: region, name: region, region, endpoint: `ec2.${region}.amazonaws.com` };
  },
});
