import type { Control, FaultRule } from './control.ts';

type Fault = Omit<FaultRule, 'seed'>;

const functionOf = (name: string) => `lambda:gatehouse-dev-${name}`;

/**
 * What goes wrong during a run: each of it seldom, and all of it together often enough that every kind
 * is met within minutes. What a service says in a fault is what it says on AWS.
 */
const faults: readonly Fault[] = [
  { target: 'dynamodb:*', fault: { kind: 'delay', ms: 40 }, rate: 0.05 },
  { target: 'dynamodb:*', fault: { kind: 'throttle' }, rate: 0.01 },
  { target: 'dynamodb:*', fault: { kind: 'error', code: 'InternalServerError' }, rate: 0.01 },
  { target: 'dynamodb:*', fault: { kind: 'drop' }, rate: 0.005 },
  { target: 'dynamodb:*', fault: { kind: 'crash' }, rate: 0.005 },
  { target: 'sqs:SendMessage', fault: { kind: 'throttle' }, rate: 0.05 },
  { target: 'sqs:SendMessage', fault: { kind: 'crash' }, rate: 0.05 },
  { target: 'sqs:SendMessage', fault: { kind: 'drop' }, rate: 0.05 },
  { target: 's3:*', fault: { kind: 'error', code: 'SlowDown', status: 503 }, rate: 0.05 },
  { target: 's3:*', fault: { kind: 'drop' }, rate: 0.03 },
  { target: 'cognito-idp:InitiateAuth', fault: { kind: 'error', code: 'InternalErrorException' }, rate: 0.05 },
  { target: 'secretsmanager:*', fault: { kind: 'delay', ms: 50 }, rate: 0.1 },
  { target: functionOf('export-worker'), fault: { kind: 'crash' }, rate: 0.05 },
  { target: functionOf('export-worker'), fault: { kind: 'error', code: 'Faulty' }, rate: 0.05 },
  { target: functionOf('create-project'), fault: { kind: 'crash' }, rate: 0.01 },
  { target: functionOf('list-projects'), fault: { kind: 'drop' }, rate: 0.002 },
  { target: functionOf('get-health'), fault: { kind: 'throttle' }, rate: 0.01 },
  { target: functionOf('partner-authorizer'), fault: { kind: 'error', code: 'Faulty' }, rate: 0.1 },
];

/** @param seed makes the same calls of a sequence meet the same faults. */
export async function injectFaults(control: Control, seed: number): Promise<void> {
  for (const [index, fault] of faults.entries()) await control.addFault({ ...fault, seed: (seed + index) >>> 0 });
}
