/**
 * What a partner's token says beside its partner (`sub`) and its end (`exp`): a JWT, HS256, signed with
 * the secret that the stage's outputs name.
 */
export const partnerTokens = {
  algorithm: 'HS256',
  issuer: 'gatehouse',
  audience: 'task-api-partners',
  /** In `scope`, between spaces; without it the partner is denied. */
  scope: 'projects:read',
} as const;
