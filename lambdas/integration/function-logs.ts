import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { environment } from './requests.ts';

const logs = new CloudWatchLogsClient({});

/** What a function has logged so far, line by line. */
export async function logOf(name: string): Promise<readonly string[]> {
  const lines: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await logs.send(
      new FilterLogEventsCommand({ logGroupName: `/aws/lambda/gatehouse-${environment}-${name}`, nextToken }),
    );
    lines.push(...(page.events ?? []).map(({ message = '' }) => message.trim()));
    ({ nextToken } = page);
  } while (nextToken !== undefined);
  return lines;
}

/** Those lines that the function's logger and its metrics have written. */
export async function logDocumentsOf(name: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  return (await logOf(name)).filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
}
