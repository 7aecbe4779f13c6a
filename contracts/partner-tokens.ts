/**
 * What a partner's token says beside its partner (`sub`), its end (`exp`) and what it may do (`scope`,
 * with spaces between): a JWT, HS256, signed with the secret that the stage's outputs name.
 */
export const partnerTokens = {
  algorithm: 'HS256',
  issuer: 'gatehouse',
  audience: 'task-api-partners',
} as const;
