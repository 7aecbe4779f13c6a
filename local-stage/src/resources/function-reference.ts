import { EvaluationError } from '../terraform/errors.ts';

interface NamedFunction {
  readonly args: { readonly function_name: string };
  readonly attributes: { readonly arn: string };
}

/**
 * The function that a name or an ARN refers to.
 *
 * @throws {EvaluationError} where the document declares no such function, or the reference names a version.
 */
export function functionNamed<F extends NamedFunction>(reference: string, functions: readonly F[]): F {
  const found = functions.find(({ args, attributes }) => [args.function_name, attributes.arn].includes(reference));
  if (found) return found;
  throw new EvaluationError(
    `argument 'function_name': '${reference}' is no function of this document. Expected: the name or ARN of one, without a version`,
  );
}

/**
 * The function's ARN in the URI of an integration or authorizer, which is an invoke ARN; an HTTP
 * API's integration takes the function's own ARN too.
 *
 * @throws {EvaluationError} for a URI of another form.
 */
export function functionArnIn(uri: string): string {
  const found =
    /^arn:aws:apigateway:[\w-]+:lambda:path\/2015-03-31\/functions\/(arn:aws:lambda:[^/]+)\/invocations$/.exec(
      uri,
    )?.[1];
  const arn = found ?? uri;
  if (/^arn:aws:lambda:[\w-]+:\d{12}:function:[\w-]+$/.test(arn)) return arn;
  throw new EvaluationError(
    `the URI '${uri}' invokes no function that the local stage runs. Expected: the invoke_arn of an aws_lambda_function`,
  );
}
