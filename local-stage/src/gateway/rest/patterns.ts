import { GatewayConfigurationError } from './configuration-error.ts';

/** Java's embedded flag for a match without regard to case, which JavaScript takes as a flag of the expression. */
const caseInsensitivePrefix = '(?i)';

/**
 * Compiles a regular expression that must match a whole text, as Java's `matches` does: API Gateway's
 * selection patterns and validation expressions, and `.matches()` in a mapping template.
 *
 * @throws {SyntaxError} for a pattern that JavaScript cannot compile.
 */
export function compileWholeMatch(pattern: string): RegExp {
  const ignoresCase = pattern.startsWith(caseInsensitivePrefix);
  const source = ignoresCase ? pattern.slice(caseInsensitivePrefix.length) : pattern;
  return new RegExp(`^(?:${source})$`, ignoresCase ? 'i' : '');
}

/** As {@link compileWholeMatch}, for a pattern that the Terraform says. */
export function compileConfiguredPattern(pattern: string, argument: string, address: string): RegExp {
  try {
    return compileWholeMatch(pattern);
  } catch (error) {
    throw new GatewayConfigurationError(
      address,
      `${argument} ${JSON.stringify(pattern)} is no regular expression that can be evaluated here: ${String(error)}. ` +
        'Expected: an expression that Java and JavaScript read alike',
      { cause: error },
    );
  }
}
