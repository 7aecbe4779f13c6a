import * as z from 'zod/mini';

/**
 * What a stage tells about itself, deployed or local: the outputs of an environment's stack, by the
 * names that `cdktf output --outputs-file` writes below the stack's name.
 */
export const StageOutputs = z.object({
  taskApiUrl: z.string(),
  publicApiUrl: z.string(),
  region: z.string(),
  userPoolId: z.string(),
  userPoolClientId: z.string(),
  tokenEndpoint: z.string(),
  contactsClientId: z.string(),
  partnerApiKeyId: z.string(),
  smokeApiKeyId: z.string(),
  partnerTokenSecretArn: z.string(),
  tableName: z.string(),
  exportQueueUrl: z.string(),
  exportDeadLetterQueueUrl: z.string(),
  exportsBucket: z.string(),
  attachmentsBucket: z.string(),
});
export type StageOutputs = z.infer<typeof StageOutputs>;
