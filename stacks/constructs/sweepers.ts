import { Construct } from 'constructs';
import type { Environment } from '../environment.ts';
import type { ExportJobs } from './export-jobs.ts';
import { type GrantedAccess, grantsFor } from './grants.ts';
import { Schedule } from './schedule.ts';
import { ServiceFunction } from './service-function.ts';
import type { Storage } from './storage.ts';

const sweeperTimeoutSeconds = 60;
const everyMinutes = 1;

export interface SweepersProps {
  readonly environment: Environment;
  readonly bundles: string;
  /** Name of the API on whose behalf they sweep. */
  readonly service: string;
  readonly storage: Storage;
  readonly exportJobs: ExportJobs;
}

/** The functions that finish, on a schedule, what requests and exports left behind. */
export class Sweepers extends Construct {
  readonly functions: readonly ServiceFunction[];

  constructor(scope: Construct, id: string, { storage, exportJobs, ...props }: SweepersProps) {
    super(scope, id);
    const { table, exports: exportFiles, attachments } = storage;
    this.functions = [
      this.#sweeper(props, 'exportSweeper', 'Ends the exports that are past their deadline', [
        [table, ['UpdateItem']],
        [table.index, ['Query']],
        [exportJobs.queueAccess, ['SendMessage']],
      ]),
      this.#sweeper(props, 'storageSweeper', 'Removes what belonged to deleted projects and tasks', [
        [table, ['BatchWriteItem', 'DeleteItem', 'Query', 'UpdateItem']],
        [table.index, ['Query']],
        [exportFiles, ['DeleteObject', 'ListBucket']],
        [attachments, ['DeleteObject', 'GetObject', 'ListBucket']],
      ]),
    ];
  }

  #sweeper(
    props: Omit<SweepersProps, 'storage' | 'exportJobs'>,
    name: string,
    description: string,
    access: readonly GrantedAccess[],
  ): ServiceFunction {
    const target = new ServiceFunction(this, name, {
      ...props,
      name,
      description,
      timeoutSeconds: sweeperTimeoutSeconds,
      grants: grantsFor(access),
    });
    new Schedule(this, `${name}-schedule`, { everyMinutes, target });
    return target;
  }
}
