import type { DatabaseSync } from 'node:sqlite';

const schema = `
  CREATE TABLE IF NOT EXISTS message_move_tasks (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    task_id TEXT NOT NULL UNIQUE,
    source_arn TEXT NOT NULL,
    destination_arn TEXT,
    messages_per_second INTEGER,
    to_move INTEGER NOT NULL,
    moved INTEGER NOT NULL DEFAULT 0,
    status TEXT NOT NULL,
    failure_reason TEXT,
    started_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS tasks_of_source ON message_move_tasks (source_arn, sequence);
`;

export type MoveTaskStatus = 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';

/** A redrive of a dead-letter queue. */
export interface MoveTask {
  readonly task_id: string;
  readonly source_arn: string;
  /** `null` sends each message back to the queue it came from. */
  readonly destination_arn: string | null;
  /** `null` leaves the pace to the stage. */
  readonly messages_per_second: number | null;
  readonly to_move: number;
  readonly moved: number;
  readonly status: MoveTaskStatus;
  readonly failure_reason: string | null;
  /** Milliseconds since the epoch. */
  readonly started_at: number;
}

export interface MoveTaskStore {
  insert(
    task: Pick<
      MoveTask,
      'task_id' | 'source_arn' | 'destination_arn' | 'messages_per_second' | 'to_move' | 'started_at'
    >,
  ): void;
  find(taskId: string): MoveTask | undefined;
  /** The newest tasks of a source first. */
  ofSource(sourceArn: string, limit: number): readonly MoveTask[];
  running(): readonly MoveTask[];
  addMoved(taskId: string, count: number): void;
  end(taskId: string, status: MoveTaskStatus, failureReason: string | null): void;
}

export function openMoveTaskStore(database: DatabaseSync): MoveTaskStore {
  database.exec(schema);
  const insert = database.prepare(`INSERT INTO message_move_tasks
    (task_id, source_arn, destination_arn, messages_per_second, to_move, started_at, status)
    VALUES ($task_id, $source_arn, $destination_arn, $messages_per_second, $to_move, $started_at, 'RUNNING')`);
  const find = database.prepare('SELECT * FROM message_move_tasks WHERE task_id = ?');
  const ofSource = database.prepare(
    'SELECT * FROM message_move_tasks WHERE source_arn = ? ORDER BY sequence DESC LIMIT ?',
  );
  const running = database.prepare("SELECT * FROM message_move_tasks WHERE status = 'RUNNING' ORDER BY sequence");
  const addMoved = database.prepare('UPDATE message_move_tasks SET moved = moved + ? WHERE task_id = ?');
  const end = database.prepare('UPDATE message_move_tasks SET status = ?, failure_reason = ? WHERE task_id = ?');
  return {
    insert: (task) => {
      insert.run({ ...task });
    },
    find: (taskId) => find.get(taskId) as MoveTask | undefined,
    ofSource: (sourceArn, limit) => ofSource.all(sourceArn, limit) as unknown as readonly MoveTask[],
    running: () => running.all() as unknown as readonly MoveTask[],
    addMoved: (taskId, count) => {
      addMoved.run(count, taskId);
    },
    end: (taskId, status, failureReason) => {
      end.run(status, failureReason, taskId);
    },
  };
}
