import type { Touchable, Touches } from '../../contracts/route-table.ts';
import type { Statement } from './policy.ts';

/** Something that a function may be let at. */
export interface Grantable {
  /** Environment variables that lead a function there. */
  readonly variables: Readonly<Record<string, string>>;
  /** What a role needs for the actions, which come without the service's prefix. */
  statements(actions: readonly string[]): readonly Statement[];
}

export type Grantables = { readonly [T in Touchable]: Grantable };

export interface Grants {
  readonly variables: Readonly<Record<string, string>>;
  readonly statements: readonly Statement[];
}

/** Exactly what a row's `touches` names: no more statements, no more variables. */
export function grantsOf(touches: Touches, grantables: Grantables): Grants {
  const named = (Object.keys(grantables) as Touchable[]).flatMap((touchable) => {
    const actions = touches[touchable];
    return actions ? [{ grantable: grantables[touchable], actions }] : [];
  });
  return {
    variables: Object.assign({}, ...named.map(({ grantable }) => grantable.variables)),
    statements: named.flatMap(({ grantable, actions }) => grantable.statements(actions)),
  };
}
