import type { Access } from '../route-table.ts';
import type { JsonObject, SecurityRequirement } from './document.ts';

/** What a caller has to show, by kind of access. Nothing for a public row, which is said by an empty list. */
export function securityOf(access: Access): readonly SecurityRequirement[] {
  switch (access.kind) {
    case 'public':
      return [];
    case 'user':
      return [{ userToken: [] }];
    case 'partner':
      return [{ partnerToken: [], partnerKey: [] }];
    case 'jwt':
      // A token needs one of the scopes, so each is a way in of its own.
      return access.scopes.map((scope) => ({ clientToken: [scope] }));
    case 'iam':
      return [{ awsSignature: [] }];
    case 'webhook':
      return [{ webhookSignature: [] }];
  }
}

/** Who may call a row, in a sentence. */
export function accessSentence(access: Access): string {
  switch (access.kind) {
    case 'public':
      return `For anybody: ${access.reason}.`;
    case 'user':
      return "For signed-in users: takes the user pool's ID token.";
    case 'partner':
      return `For partners: takes a token with the scope \`${access.scope}\`, and an API key.`;
    case 'jwt':
      return `For clients of the user pool: takes an access token with the scope ${access.scopes.map((scope) => `\`${scope}\``).join(' or ')}.`;
    case 'iam':
      return 'For operators: takes the signature of an AWS principal whose policy allows `execute-api:Invoke` on it.';
    case 'webhook':
      return 'For partners: takes a signature of this very request, made within the last minutes.';
  }
}

/**
 * The security schemes that requirements name.
 *
 * @param tokenUrl where clients of the user pool get their tokens.
 */
export function securitySchemes(
  requirements: readonly SecurityRequirement[],
  tokenUrl: string,
): Readonly<Record<string, JsonObject>> {
  const scopes = [...new Set(requirements.flatMap((requirement) => requirement['clientToken'] ?? []))].sort();
  const all: Readonly<Record<string, JsonObject>> = {
    awsSignature: {
      type: 'apiKey',
      in: 'header',
      name: 'Authorization',
      description:
        'AWS Signature Version 4 of the request, service `execute-api`. AWS SDKs and `curl --aws-sigv4` make it.',
      'x-amazon-apigateway-authtype': 'awsSigv4',
    },
    clientToken: {
      type: 'oauth2',
      description: `An access token of the user pool's client for the contact desk; ${checked}.`,
      flows: {
        clientCredentials: {
          tokenUrl,
          scopes: Object.fromEntries(scopes.map((scope) => [scope, scopeMeaning(scope)])),
        },
      },
    },
    partnerKey: {
      type: 'apiKey',
      in: 'header',
      name: 'x-api-key',
      description: "The partner's key under its usage plan.",
    },
    partnerToken: { ...bearer, description: `The partner's token, with its scopes; ${checked}.` },
    userToken: { ...bearer, description: `The ID token that signing in gives; ${checked}.` },
    webhookSignature: {
      type: 'apiKey',
      in: 'header',
      name: 'Webhook-Signature',
      description: [
        "`v1=` and, in hexadecimal, the HMAC-SHA-256 with the partner's webhook key of four lines:",
        '`Webhook-Timestamp`, the method, the path and `Content-Digest`.',
      ].join(' '),
    },
  };
  const named = new Set(requirements.flatMap((requirement) => Object.keys(requirement)));
  return Object.fromEntries(Object.entries(all).filter(([name]) => named.has(name)));
}

/** What "JSON Web Token Best Current Practices" asks of those who take tokens. */
const checked = 'its algorithm, issuer, audience and expiry are checked as RFC8725 asks';

const bearer = { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' };

/** `contacts/read` gives `read contacts`. */
const scopeMeaning = (scope: string) => scope.split('/').reverse().join(' ');
