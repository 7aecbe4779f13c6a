/** Gives the value of a `$context` variable by its name without `$context.`; `undefined` where it has none. */
export type ContextVariables = (name: string) => string | undefined;

/**
 * A name is dotted words; below `authorizer` a claim or context key may hold colons and hyphens
 * (`authorizer.claims.cognito:username`), which elsewhere separate one variable from the next.
 */
const variablePattern = /\$context\.(authorizer(?:\.[\w:-]*\w)+|\w+(?:\.\w+)*)/g;

/** What CloudWatch shows for a variable without a value. */
const missingValue = '-';

/**
 * Reads an access log's format once, so that a request only fills it in.
 *
 * @param format `{"requestId":"$context.requestId"}`, or CLF, CSV or XML.
 */
export function compileAccessLog(format: string): (variable: ContextVariables) => string {
  // Splitting by a pattern with one group alternates: text, name, text, name, ..., text.
  const parts = format.split(variablePattern);
  return (variable) => {
    let line = '';
    for (const [index, part] of parts.entries()) {
      line += index % 2 === 0 ? part : (variable(part) ?? missingValue);
    }
    return line;
  };
}

const compiled = new Map<string, (variable: ContextVariables) => string>();

/** Fills a format with a request's variables; `-` where a variable has no value. A format is compiled once. */
export function renderAccessLog(format: string, variable: ContextVariables): string {
  let render = compiled.get(format);
  if (!render) {
    render = compileAccessLog(format);
    compiled.set(format, render);
  }
  return render(variable);
}
