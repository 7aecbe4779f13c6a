import type { DatabaseSync, StatementSync } from 'node:sqlite';

/**
 * `visible_at` orders what a receive returns; a message is in flight while it is hidden by a receive,
 * delayed while it is hidden by a delay. Times are milliseconds since the epoch, by the stage's clock.
 */
const schema = `
  CREATE TABLE IF NOT EXISTS messages (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    queue_arn TEXT NOT NULL,
    message_id TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL,
    md5_of_body TEXT NOT NULL,
    message_attributes TEXT NOT NULL,
    system_attributes TEXT NOT NULL,
    sent_at INTEGER NOT NULL,
    visible_at INTEGER NOT NULL,
    in_flight INTEGER NOT NULL DEFAULT 0,
    receipt TEXT,
    receive_count INTEGER NOT NULL DEFAULT 0,
    first_received_at INTEGER,
    last_received_at INTEGER,
    dead_letter_source_arn TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS messages_by_visibility ON messages (queue_arn, visible_at, sequence, in_flight);
  CREATE INDEX IF NOT EXISTS messages_by_age ON messages (queue_arn, sent_at);
`;

/** A message as it is kept. */
export interface StoredMessage {
  readonly message_id: string;
  readonly body: string;
  readonly md5_of_body: string;
  /** JSON of `MessageAttributes`. */
  readonly message_attributes: string;
  /** JSON of the system attributes that never change: SenderId, AWSTraceHeader, MessageGroupId. */
  readonly system_attributes: string;
  readonly sent_at: number;
  readonly visible_at: number;
  readonly in_flight: number;
  readonly receipt: string | null;
  readonly receive_count: number;
  readonly first_received_at: number | null;
  readonly last_received_at: number | null;
  readonly dead_letter_source_arn: string | null;
}

export interface MessageCounts {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/** The statements over the messages of every queue; each is prepared once. */
export interface MessageStore {
  insert(message: InsertedMessage): void;
  find(queueArn: string, messageId: string): StoredMessage | undefined;
  /** The messages that may be received at `now`, those that became visible first at the front. */
  visible(queueArn: string, now: number, limit: number): readonly StoredMessage[];
  /** Hides a message under a new receipt and counts the receive. */
  hide(messageId: string, hidden: { receipt: string; until: number; now: number }): void;
  changeVisibility(messageId: string, visibleAt: number, inFlight: boolean): void;
  moveToDeadLetterQueue(messageId: string, deadLetterQueueArn: string, sourceArn: string, now: number): void;
  /** Puts a message of a dead-letter queue back: as a new one, with its own age and no receives. */
  redrive(messageId: string, target: { queueArn: string; messageId: string; visibleAt: number; now: number }): void;
  remove(messageId: string): void;
  removeAll(queueArn: string): void;
  removeSentBefore(queueArn: string, sentAt: number): void;
  counts(queueArn: string, now: number): MessageCounts;
  /** The same number as in `counts`, without a look at the visible messages. */
  inFlight(queueArn: string, now: number): number;
  /** When the first message becomes visible that was still hidden at that time. */
  nextVisibleAt(queueArn: string, since: number): number | undefined;
}

export interface InsertedMessage {
  readonly queueArn: string;
  readonly messageId: string;
  readonly body: string;
  readonly md5OfBody: string;
  readonly messageAttributes: string;
  readonly systemAttributes: string;
  readonly sentAt: number;
  readonly visibleAt: number;
}

export function openMessageStore(database: DatabaseSync): MessageStore {
  database.exec(schema);
  const statements = prepare(database);
  return {
    insert: (message) => {
      statements.insert.run({ ...message });
    },
    find: (queueArn, messageId) => statements.find.get({ queueArn, messageId }) as StoredMessage | undefined,
    visible: (queueArn, now, limit) =>
      statements.visible.all({ queueArn, now, limit }) as unknown as readonly StoredMessage[],
    hide: (messageId, hidden) => {
      statements.hide.run({ messageId, ...hidden });
    },
    changeVisibility: (messageId, visibleAt, inFlight) => {
      statements.changeVisibility.run({ messageId, visibleAt, inFlight: Number(inFlight) });
    },
    moveToDeadLetterQueue: (messageId, deadLetterQueueArn, sourceArn, now) => {
      statements.moveToDeadLetterQueue.run({ messageId, deadLetterQueueArn, sourceArn, now });
    },
    redrive: (messageId, target) => {
      statements.redrive.run({
        oldMessageId: messageId,
        queueArn: target.queueArn,
        messageId: target.messageId,
        visibleAt: target.visibleAt,
        now: target.now,
      });
    },
    remove: (messageId) => {
      statements.remove.run({ messageId });
    },
    removeAll: (queueArn) => {
      statements.removeAll.run({ queueArn });
    },
    removeSentBefore: (queueArn, sentAt) => {
      statements.removeSentBefore.run({ queueArn, sentAt });
    },
    counts: (queueArn, now) => statements.counts.get({ queueArn, now }) as unknown as MessageCounts,
    inFlight: (queueArn, now) => (statements.inFlight.get({ queueArn, now }) as { inFlight: number }).inFlight,
    nextVisibleAt: (queueArn, since) =>
      (statements.nextVisibleAt.get({ queueArn, since }) as { at: number | null }).at ?? undefined,
  };
}

const statementTexts = {
  insert: `INSERT INTO messages
    (queue_arn, message_id, body, md5_of_body, message_attributes, system_attributes, sent_at, visible_at)
    VALUES ($queueArn, $messageId, $body, $md5OfBody, $messageAttributes, $systemAttributes, $sentAt, $visibleAt)`,
  find: 'SELECT * FROM messages WHERE message_id = $messageId AND queue_arn = $queueArn',
  visible: `SELECT * FROM messages WHERE queue_arn = $queueArn AND visible_at <= $now
    ORDER BY visible_at, sequence LIMIT $limit`,
  hide: `UPDATE messages SET receipt = $receipt, visible_at = $until, in_flight = 1, receive_count = receive_count + 1,
    first_received_at = coalesce(first_received_at, $now), last_received_at = $now WHERE message_id = $messageId`,
  changeVisibility: 'UPDATE messages SET visible_at = $visibleAt, in_flight = $inFlight WHERE message_id = $messageId',
  moveToDeadLetterQueue: `UPDATE messages SET queue_arn = $deadLetterQueueArn, dead_letter_source_arn = $sourceArn,
    visible_at = $now, in_flight = 0, receipt = NULL WHERE message_id = $messageId`,
  redrive: `UPDATE messages SET queue_arn = $queueArn, message_id = $messageId, sent_at = $now, visible_at = $visibleAt,
    in_flight = 0, receipt = NULL, receive_count = 0, first_received_at = NULL, last_received_at = NULL,
    dead_letter_source_arn = NULL WHERE message_id = $oldMessageId`,
  remove: 'DELETE FROM messages WHERE message_id = $messageId',
  removeAll: 'DELETE FROM messages WHERE queue_arn = $queueArn',
  removeSentBefore: 'DELETE FROM messages WHERE queue_arn = $queueArn AND sent_at < $sentAt',
  counts: `SELECT count(*) FILTER (WHERE visible_at <= $now) AS visible,
    count(*) FILTER (WHERE visible_at > $now AND in_flight = 1) AS inFlight,
    count(*) FILTER (WHERE visible_at > $now AND in_flight = 0) AS delayed
    FROM messages WHERE queue_arn = $queueArn`,
  inFlight: `SELECT count(*) AS inFlight FROM messages
    WHERE queue_arn = $queueArn AND visible_at > $now AND in_flight = 1`,
  nextVisibleAt: 'SELECT min(visible_at) AS at FROM messages WHERE queue_arn = $queueArn AND visible_at > $since',
} as const;

function prepare(database: DatabaseSync): Record<keyof typeof statementTexts, StatementSync> {
  const prepared = Object.entries(statementTexts).map(([name, text]) => [name, database.prepare(text)]);
  return Object.fromEntries(prepared) as Record<keyof typeof statementTexts, StatementSync>;
}
