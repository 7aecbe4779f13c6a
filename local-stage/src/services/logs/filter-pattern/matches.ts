/** Whether the message of an event matches a filter pattern. */
export type Matches = (message: string) => boolean;
