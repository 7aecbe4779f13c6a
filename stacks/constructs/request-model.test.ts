import Ajv from 'ajv-draft-04';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { schemas } from '../../contracts/schemas/registry.ts';
import { RequestModelError, requestModelSchema } from './request-model.ts';

const tree: z.ZodMiniType = z.strictObject({ below: z.lazy(() => z.array(tree)) });

describe('requestModelSchema', () => {
  it('is a draft-4 schema that takes what the schema takes', () => {
    const validate = new Ajv.default().compile(JSON.parse(requestModelSchema('CreateProject', schemas.CreateProject)));
    expect(validate({ name: 'Gate' })).toBe(true);
    expect(validate({ name: '' })).toBe(false);
    expect(validate({ name: 'Gate', owner: 'me' })).toBe(false);
    expect(validate({ name: 'Gate', partnerIds: Array.from({ length: 11 }, () => 'partner') })).toBe(false);
  });

  it('says bounds as draft 4 does', () => {
    const schema = JSON.parse(requestModelSchema('Amount', z.number().check(z.gt(3))));
    expect(schema).toMatchObject({ minimum: 3, exclusiveMinimum: true });
  });

  it('keeps names that are keywords elsewhere', () => {
    const schema = z.strictObject({ $ref: z.string(), if: z.optional(z.string()) });
    expect(JSON.parse(requestModelSchema('Link', schema))).toMatchObject({ required: ['$ref'] });
  });

  it.each([
    ['contentEncoding', z.base64()],
    ['contentEncoding', z.strictObject({ files: z.array(z.union([z.null(), z.base64()])) })],
    ['$ref', tree],
  ])('refuses %s, which draft 4 or API Gateway lacks', (keyword, schema) => {
    expect(() => requestModelSchema('Odd', schema)).toThrow(RequestModelError);
    expect(() => requestModelSchema('Odd', schema)).toThrow(
      `the schema 'Odd' has the keyword '${keyword}', which API Gateway's draft 4 lacks`,
    );
  });
});
