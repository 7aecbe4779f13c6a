import { Compile, parse } from 'velocityjs';
import { GatewayConfigurationError } from '../configuration-error.ts';
import { stringMethods } from './string-methods.ts';
import { checkReferences } from './template-references.ts';

/** Renders with the given root variables; what the template sets is left in `variables`. */
export type VelocityTemplate = (variables: Record<string, unknown>) => string;

type Asts = ReturnType<typeof parse>;

/** Parsed double-quoted strings: the engine would parse them anew at each rendering. */
const parsedStrings = new Map<string, Asts>();

class TemplateRun extends Compile {
  override getReferences(...[ast, isRendered]: Parameters<Compile['getReferences']>): string {
    const value: string | null = super.getReferences(ast, isRendered);
    return isRendered && value === null ? '' : (value as string);
  }

  override evalStr(text: string): string {
    const asts = parsedStrings.get(text) ?? parse(text);
    parsedStrings.set(text, asts);
    return this.renderAstList(asts, this.contextId);
  }
}

/**
 * Compiles a mapping template. A variable without a value renders as nothing, as in API Gateway.
 *
 * @throws {GatewayConfigurationError} for a template that cannot be parsed, or that uses a variable,
 *   function or directive that the gateway does not have.
 */
export function compileVelocityTemplate(template: string, argument: string, address: string): VelocityTemplate {
  const asts = parseTemplate(template, argument, address);
  checkReferences(asts, argument, address);
  return (variables) => new TemplateRun(asts, { customMethodHandlers: [...stringMethods] }).render(variables, {}, true);
}

function parseTemplate(template: string, argument: string, address: string): Asts {
  try {
    return parse(template);
  } catch (error) {
    const [reason = '', excerpt = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new GatewayConfigurationError(address, `${argument} is no velocity template: ${reason} ${excerpt}`, {
      cause: error,
    });
  }
}
