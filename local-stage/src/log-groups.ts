/** Takes log lines as CloudWatch Logs would. */
export interface LogGroups {
  /** Appends one event to a stream of a group. A group that Terraform does not declare is made, as Lambda does. */
  put(groupName: string, streamName: string, message: string): void;
  /** The newest events of a group, oldest first; `undefined` for a group that does not exist. */
  read(groupName: string, limit?: number): readonly LogEvent[] | undefined;
}

export interface LogEvent {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly streamName: string;
  readonly message: string;
}
