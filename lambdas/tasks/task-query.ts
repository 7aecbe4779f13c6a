import type { Shape } from '../../contracts/operation-types.ts';
import { Problem } from '../shared/problem.ts';
import { listPrefix, type TaskSorting, type TaskStatus, taskStatuses } from './task-records.ts';

/** The query parameters that choose and sort tasks. */
export interface TaskFilters {
  readonly status?: TaskStatus;
  readonly assigneeId?: string;
  /** First day of the due dates, inclusive. */
  readonly dueFrom?: string;
  /** Last day of the due dates, inclusive. */
  readonly dueTo?: string;
  readonly order?: Shape<'TaskOrder'>;
}

/** A range of places in lists that are sorted alike: one list for each status. */
export interface TaskQuery {
  readonly sorting: TaskSorting;
  readonly isDescending: boolean;
  /** Beginning of the sort keys of each list. */
  readonly prefixes: readonly string[];
  /** First and last place, inclusive. */
  readonly from: string;
  readonly to: string;
}

/** Behind every place: a place is made of characters before it, or is one of them and then a `#`. */
const afterAll = '~~';

/**
 * What the filters mean for the lists. Due dates choose among tasks that are sorted by them.
 *
 * @throws {Problem} INVALID_PARAMETER for a range of due dates that is empty or sorted otherwise.
 */
export function taskQueryOf(filters: TaskFilters): TaskQuery {
  const { status, assigneeId, dueFrom, dueTo } = filters;
  const hasRange = dueFrom !== undefined || dueTo !== undefined;
  const order = filters.order ?? (hasRange ? 'dueDate' : '-createdAt');
  const sorting = order.endsWith('dueDate') ? 'dueDate' : 'createdAt';
  if (hasRange && sorting !== 'dueDate') {
    throw invalid('order', 'Expected: dueDate or -dueDate, as due dates are asked for');
  }
  if (dueFrom !== undefined && dueTo !== undefined && dueFrom > dueTo) {
    throw invalid('dueTo', 'Expected: a date that is not before dueFrom');
  }
  return {
    sorting,
    isDescending: order.startsWith('-'),
    prefixes: (status === undefined ? taskStatuses : [status]).map((each) => listPrefix(sorting, each, assigneeId)),
    from: dueFrom ?? '0',
    // Tasks without a due date are in no range of due dates.
    to: hasRange ? `${dueTo ?? '9999-12-31'}#~` : afterAll,
  };
}

const invalid = (at: string, detail: string) => new Problem('INVALID_PARAMETER', { errors: [{ at, detail }] });
