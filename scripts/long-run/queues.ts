import { GetQueueAttributesCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

const sqs = new SQSClient({});

/** Messages of a queue, wherever they are: waiting, delayed or with a consumer. */
export async function messagesIn(queueUrl: string): Promise<number> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['All'] }),
  );
  const counts = [
    Attributes.ApproximateNumberOfMessages,
    Attributes.ApproximateNumberOfMessagesNotVisible,
    Attributes.ApproximateNumberOfMessagesDelayed,
  ];
  return counts.reduce((total, count) => total + Number(count ?? 0), 0);
}

/** The bodies of all messages of a queue that nobody else consumes. */
export async function bodiesIn(queueUrl: string): Promise<readonly string[]> {
  const bodies: string[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 600 }),
    );
    if (Messages.length === 0) return bodies;
    bodies.push(...Messages.map(({ Body = '' }) => Body));
  }
}

/** Sends what no worker can make sense of, which is to end in the dead-letter queue. */
export async function sendPoison(queueUrl: string, count: number): Promise<void> {
  for (let sent = 0; sent < count; sent += 1) {
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: `${poisonMark} ${sent}` }));
  }
}

const poisonMark = 'poison';

export const isPoison = (body: string): boolean => body.startsWith(poisonMark);
