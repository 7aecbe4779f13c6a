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

export interface ResourceGrant {
  /** Letters and digits; unique among what one function may be let at. */
  readonly sid: string;
  /** The service's prefix: `sqs`. */
  readonly service: string;
  readonly arn: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** Something that every action on it names by one ARN. */
export function grantable({ sid, service, arn, variables }: ResourceGrant): Grantable {
  const statement = (actions: readonly string[]): Statement => ({
    sid,
    actions: actions.map((action) => `${service}:${action}`),
    resources: [arn],
  });
  return { variables, statements: (actions) => [statement(actions)] };
}

export interface Grants {
  readonly variables: Readonly<Record<string, string>>;
  readonly statements: readonly Statement[];
}

/** Something, and the actions on it that a function may take. */
export type GrantedAccess = readonly [to: Grantable, actions: readonly string[]];

/** What a function needs for all of these. */
export function grantsFor(access: readonly GrantedAccess[]): Grants {
  return {
    variables: Object.assign({}, ...access.map(([{ variables }]) => variables)),
    statements: access.flatMap(([to, actions]) => to.statements(actions)),
  };
}

/** Exactly what a row's `touches` names: no more statements, no more variables. */
export function grantsOf(touches: Touches, grantables: Grantables): Grants {
  const touchables = Object.keys(grantables) as Touchable[];
  return grantsFor(
    touchables.flatMap((touchable) => {
      const actions = touches[touchable];
      return actions ? [[grantables[touchable], actions]] : [];
    }),
  );
}
