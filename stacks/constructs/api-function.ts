import type { Construct } from 'constructs';
import type { Operation } from '../../contracts/route-table.ts';
import type { Environment } from '../environment.ts';
import { type Grantables, grantsOf } from './grants.ts';
import { ServiceFunction } from './service-function.ts';

export interface ApiFunctionProps {
  readonly environment: Environment;
  readonly operation: Operation;
  /** Name of the API in its route table. */
  readonly api: string;
  readonly bundles: string;
  readonly grantables: Grantables;
  /** Variables beside those of what the row touches. @default none */
  readonly variables?: Readonly<Record<string, string>>;
}

/** The function of one row, allowed exactly what the row's `touches` names. */
export class ApiFunction extends ServiceFunction {
  constructor(scope: Construct, id: string, { operation, ...props }: ApiFunctionProps) {
    const grants = grantsOf(operation.touches, props.grantables);
    super(scope, id, {
      environment: props.environment,
      name: operation.operationId,
      description: operation.summary,
      service: props.api,
      bundles: props.bundles,
      grants: { ...grants, variables: { ...props.variables, ...grants.variables } },
    });
  }
}
