import type { Value } from './values.ts';

/** The syntax tree of a Terraform expression or template. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: Value }
  | { readonly kind: 'template'; readonly parts: readonly Expression[] }
  | { readonly kind: 'reference'; readonly root: string; readonly steps: readonly Step[] }
  | { readonly kind: 'access'; readonly object: Expression; readonly steps: readonly Step[] }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly args: readonly Expression[];
      readonly expandsLast: boolean;
    }
  | { readonly kind: 'list'; readonly elements: readonly Expression[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [key: Expression, value: Expression])[] }
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'conditional';
      readonly condition: Expression;
      readonly whenTrue: Expression;
      readonly whenFalse: Expression;
    }
  | ForExpression;

/** `[for k, v in collection : value if condition]`, or with `key =>` in braces. */
export interface ForExpression {
  readonly kind: 'for';
  readonly keyName: string | undefined;
  readonly valueName: string;
  readonly collection: Expression;
  /** Present in the object form. */
  readonly key: Expression | undefined;
  readonly value: Expression;
  /** `value...`: values that share a key are gathered in a list. */
  readonly groups: boolean;
  readonly condition: Expression | undefined;
}

/** One step of a reference: `.name`, `[0]`, `["key"]`, or a splat with the steps it applies to each element. */
export type Step =
  | { readonly kind: 'attribute'; readonly name: string }
  | { readonly kind: 'index'; readonly key: Expression }
  | { readonly kind: 'splat'; readonly rest: readonly Step[] };

export const unaryOperators = ['!', '-'] as const;
export type UnaryOperator = (typeof unaryOperators)[number];

/** By precedence, the loosest first. */
export const binaryOperators = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['>=', '<=', '>', '<'],
  ['+', '-'],
  ['*', '/', '%'],
] as const;
export type BinaryOperator = (typeof binaryOperators)[number][number];
