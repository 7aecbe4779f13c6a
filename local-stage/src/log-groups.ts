/** Takes log lines as CloudWatch Logs would. */
export interface LogGroups {
  /** Appends one event to a stream of a group. A group that Terraform does not declare is made, as Lambda does. */
  put(groupName: string, streamName: string, message: string): void;
  /** The newest events of a group, oldest first; `undefined` for a group that does not exist. */
  read(groupName: string, limit?: number): readonly LogEvent[] | undefined;
}

/** Log groups as CloudWatch Logs lists and pages them. */
export interface LogGroupDirectory extends LogGroups {
  /** Makes the groups that do not exist. */
  declare(groupNames: readonly string[]): void;
  /** Names of the groups, sorted. */
  names(): readonly string[];
  /** `undefined` for a group that does not exist. */
  find(groupName: string): LogGroupContent | undefined;
}

/** What is kept of one group. */
export interface LogGroupContent {
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Oldest first. */
  readonly events: readonly LogEvent[];
  /** How many events came before the first of `events` and are kept no longer: positions in a group stay what they are. */
  readonly droppedEvents: number;
  /** Characters of the messages. */
  readonly characters: number;
}

export interface LogEvent {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly streamName: string;
  readonly message: string;
}
