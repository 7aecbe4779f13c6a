import { describe, expect, it } from 'vitest';
import { at } from '../testing/document.ts';
import { synthesize, synthesizeText } from '../testing/synthesize.ts';

describe("the secret of the partners' tokens", () => {
  const document = synthesize();

  it('gets a first value that Terraform makes and forgets', () => {
    expect(document.ephemeral).toEqual({
      aws_secretsmanager_random_password: {
        'partner-token-secret': { password_length: 64, exclude_punctuation: true },
      },
    });
    expect(at(document, 'aws_secretsmanager_secret_version.partner-token-secret-value')).toEqual(
      expect.objectContaining({
        secret_id: '${aws_secretsmanager_secret.partner-token-secret.id}',
        secret_string_wo: '${ephemeral.aws_secretsmanager_random_password.partner-token-secret.random_password}',
        secret_string_wo_version: 1,
      }),
    );
    expect(synthesizeText()).not.toContain('"secret_string"');
  });

  it('needs a Terraform that has write-only arguments', () => {
    expect(document.terraform['required_version']).toBe('>= 1.11');
  });
});
