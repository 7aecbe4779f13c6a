import { type Block, parseDocument, type TerraformDocument } from '../../src/terraform/document.ts';
import { createEvaluation, type Evaluation } from '../../src/terraform/evaluate.ts';
import { toJson } from '../../src/terraform/json-functions.ts';
import { type ObjectValue, objectOf } from '../../src/terraform/values.ts';

/** Reads Terraform's built-in `terraform_data`: what goes in comes out. */
export function readTerraformData(block: Block, evaluation: Evaluation): ObjectValue {
  const input = evaluation.evaluate(block.address, 'input', block.body['input'] ?? null);
  return objectOf([
    ['input', input],
    ['output', input],
  ]);
}

export function documentOf(members: Readonly<Record<string, unknown>>): TerraformDocument {
  return parseDocument(JSON.stringify(members), '/stacks/test/cdk.tf.json');
}

export function evaluationOf(members: Readonly<Record<string, unknown>>): Evaluation {
  return createEvaluation(documentOf(members), readTerraformData);
}

/** Value of one template string, as JSON. */
export function evaluated(template: string, members: Readonly<Record<string, unknown>> = {}): unknown {
  return toJson(evaluationOf(members).evaluate('test', 'value', template));
}
