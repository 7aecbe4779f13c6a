/**
 * What pacts hold in place of credentials, by the header that carries them. Verification puts the
 * credentials of the stage in their place. Any other value goes to the stage as it is.
 */
export const placeholders = {
  /** `Authorization` of task-web: the ID token of the user whom the states speak of. */
  user: 'id-token-of-the-user',
  /** `Authorization` of a partner with every scope. */
  partner: 'Bearer token-of-the-partner',
  /** `x-api-key` of a partner within its usage plan. */
  partnerKey: 'key-of-the-partner',
  /** `x-api-key` of a partner that has used up its usage plan. */
  busyPartnerKey: 'key-of-a-busy-partner',
  /** `Authorization` of the contact desk: an access token with the scope `contacts/read`. */
  contactDesk: 'Bearer token-of-the-contact-desk',
} as const;
