import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic/index.js';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription/index.js';
import { Construct } from 'constructs';
import type { Environment } from '../environment.ts';
import { type AlarmProps, makeAlarm } from './alarm.ts';
import { type Graph, makeDashboard } from './dashboard.ts';
import { type ApiMetrics, exportMetrics, functionMetrics, queueMetrics } from './metrics.ts';
import { resourceName } from './names.ts';
import type { ServiceFunction } from './service-function.ts';

/** Milliseconds that all but one in a hundred requests stay below. */
const slowestAcceptableMs = 3_000;
/** Seconds that an export may wait before somebody should look. */
const longestWaitSeconds = 900;

export interface MonitoringProps {
  readonly environment: Environment;
  /** By the API's name in its route table. */
  readonly apis: Readonly<Record<string, ApiMetrics>>;
  readonly functions: readonly ServiceFunction[];
  /** The service that runs exports. */
  readonly service: string;
  readonly queueName: string;
  readonly deadLetterQueueName: string;
}

/** Who is told when the stage fails its callers, and where to look. */
export class Monitoring extends Construct {
  readonly #environment: Environment;
  readonly #topic: SnsTopic;

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    this.#environment = props.environment;
    this.#topic = new SnsTopic(this, 'alarms', { name: resourceName(props.environment, 'alarms') });
    for (const addressee of props.environment.alarmAddressees) {
      new SnsTopicSubscription(this, `to-${addressee.replaceAll(/[^a-z0-9]+/gi, '-')}`, {
        topicArn: this.#topic.arn,
        protocol: 'email',
        endpoint: addressee,
      });
    }
    for (const [api, metrics] of Object.entries(props.apis)) this.#watchApi(api, metrics);
    for (const handler of props.functions) this.#watchFunction(handler);
    this.#watchExports(props);
    const { name, region } = props.environment;
    makeDashboard(this, 'dashboard', `gatehouse-${name}`, region, graphs(props));
  }

  #watchApi(api: string, metrics: ApiMetrics): void {
    this.#alarm(`${api}-server-errors`, {
      description: `${api} answers with 5xx`,
      metric: metrics.serverErrors,
      threshold: 0,
      periods: 5,
      breachesToAlarm: 2,
    });
    this.#alarm(`${api}-latency`, {
      description: `One in a hundred requests to ${api} takes more than ${slowestAcceptableMs} ms`,
      metric: metrics.slowest,
      threshold: slowestAcceptableMs,
      periods: 5,
      breachesToAlarm: 3,
    });
  }

  #watchFunction({ name, lambda }: ServiceFunction): void {
    this.#alarm(`${name}-errors`, {
      description: `${name} fails without an answer`,
      metric: functionMetrics(lambda.functionName).errors,
      threshold: 0,
    });
  }

  #watchExports({ service, queueName, deadLetterQueueName }: MonitoringProps): void {
    this.#alarm('exports-failed', {
      description: 'Exports end without a file',
      metric: exportMetrics(service).failed,
      threshold: 0,
    });
    this.#alarm('exports-dead-letter', {
      description: 'Exports failed for good and wait for a redrive',
      metric: queueMetrics(deadLetterQueueName).waiting,
      threshold: 0,
    });
    this.#alarm('exports-waiting', {
      description: `An export waits for more than ${longestWaitSeconds} s`,
      metric: queueMetrics(queueName).oldestSeconds,
      threshold: longestWaitSeconds,
    });
  }

  #alarm(id: string, props: Omit<AlarmProps, 'name' | 'topicArn'>): void {
    makeAlarm(this, id, { ...props, name: resourceName(this.#environment, id), topicArn: this.#topic.arn });
  }
}

function graphs({ apis, functions, service, queueName, deadLetterQueueName }: MonitoringProps): readonly Graph[] {
  const ofApis = Object.values(apis);
  const ofFunctions = functions.map(({ lambda }) => functionMetrics(lambda.functionName));
  const ofQueues = [queueName, deadLetterQueueName].map((name) => queueMetrics(name));
  const { started, succeeded, failed, ageSeconds } = exportMetrics(service);
  return [
    { title: 'Requests', metrics: ofApis.map(({ requests }) => requests) },
    { title: 'Errors', metrics: ofApis.flatMap(({ callerErrors, serverErrors }) => [callerErrors, serverErrors]) },
    { title: 'Latency, ms', metrics: ofApis.map(({ slowest }) => slowest) },
    { title: 'Function errors', metrics: ofFunctions.map(({ errors }) => errors) },
    { title: 'Function durations, ms', metrics: ofFunctions.map(({ slowest }) => slowest) },
    { title: 'Exports waiting', metrics: ofQueues.map(({ waiting }) => waiting) },
    { title: 'Exports', metrics: [started, succeeded, failed] },
    { title: 'From the request to the file, s', metrics: [ageSeconds] },
    { title: 'Oldest export waiting, s', metrics: [queueMetrics(queueName).oldestSeconds] },
  ];
}
