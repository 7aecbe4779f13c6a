import {
  GetQueueAttributesCommand,
  type Message,
  type MessageAttributeValue,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { ConformanceStage } from './conformance-stage.ts';

/** The queues of a stage's document, by name, as the operator sees them. */
export interface Queues {
  send(name: string, bodies: readonly string[], attributes?: Record<string, MessageAttributeValue>): Promise<void>;
  receive(name: string): Promise<Message | undefined>;
  counts(name: string): Promise<{ readonly visible: number; readonly inFlight: number }>;
}

export function queues({ stage }: ConformanceStage): Queues {
  const urlOf = (name: string) => String(stage.outputs[`${name}Url`]);
  /** The stage's clock may be ahead of the host's, and signatures are of the stage's time. */
  const withClient = async <T>(use: (client: SQSClient) => Promise<T>): Promise<T> => {
    const client = new SQSClient({
      endpoint: stage.awsEndpoint,
      region: stage.region,
      credentials: stage.operatorCredentials,
      maxAttempts: 1,
      systemClockOffset: stage.clock.now() - Date.now(),
    });
    try {
      return await use(client);
    } finally {
      client.destroy();
    }
  };
  return {
    async send(name, bodies, MessageAttributes) {
      const Entries = bodies.map((MessageBody, index) => ({ Id: String(index), MessageBody, MessageAttributes }));
      await withClient((client) => client.send(new SendMessageBatchCommand({ QueueUrl: urlOf(name), Entries })));
    },
    async receive(name) {
      const command = new ReceiveMessageCommand({ QueueUrl: urlOf(name), MessageSystemAttributeNames: ['All'] });
      const { Messages = [] } = await withClient((client) => client.send(command));
      if (!Messages[0]) throw new Error(`no message in ${name} yet`);
      return Messages[0];
    },
    async counts(name) {
      const command = new GetQueueAttributesCommand({ QueueUrl: urlOf(name), AttributeNames: ['All'] });
      const { Attributes = {} } = await withClient((client) => client.send(command));
      return {
        visible: Number(Attributes['ApproximateNumberOfMessages']),
        inFlight: Number(Attributes['ApproximateNumberOfMessagesNotVisible']),
      };
    },
  };
}
