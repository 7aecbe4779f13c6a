import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../src/resources/catalogue.ts';
import { inertTypes } from '../src/resources/inert-types.ts';
import { cognitoOperations } from '../src/services/cognito/operations/operations.ts';
import { operations as dynamodbOperations } from '../src/services/dynamodb/operations.ts';
import { s3Operations } from '../src/services/s3/routing.ts';
import { operationNames as sqsOperations } from '../src/services/sqs/operations.ts';
import { functionsIn } from '../src/terraform/functions.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** The text of a section, up to the next one. */
const section = (title: string) => readme.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? '';

const words = (text: string) => new Set(text.match(/[\w./-]*\w/g));

describe('the README', () => {
  it.each([
    ['the resource types that the stage knows', [...catalogue.keys()].map((type) => type.split('.').at(-1) ?? '')],
    ["Terraform's functions that the stage knows", Object.keys(functionsIn('.'))],
    ['the operations of DynamoDB', Object.keys(dynamodbOperations)],
    ['the operations of SQS', sqsOperations],
    ['the operations of S3', s3Operations.names],
    ['the operations of Cognito', cognitoOperations.names],
  ])('names %s', (_what, names) => {
    const named = words(section('What is emulated'));
    expect(names.filter((name) => !named.has(name))).toEqual([]);
  });

  it('names the resource types that are inert', () => {
    const named = words(section('What is inert'));
    expect([...inertTypes.keys()].filter((type) => !named.has(type))).toEqual([]);
  });

  it('names no resource type that the stage does not know', () => {
    const known = new Set([...catalogue.keys(), ...inertTypes.keys()].map((type) => type.split('.').at(-1)));
    expect([...words(readme)].filter((word) => word.startsWith('aws_') && !known.has(word))).toEqual([]);
  });
});
