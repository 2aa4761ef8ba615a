/**
 * Environment contract of the authorizer: the construct writes these names,
 * `lambda/identity/config.ts` reads them. Imports nothing, ever.
 *
 * `ISSUERS` is a JSON array of `{issuer, audience?, clientIds?, jwksUri?, tenantClaim, rolesClaim, tokenUse?}`;
 * `SCOPE_TABLE` a JSON array of `{method, path, scope}`.
 */
export type AuthorizerEnv = Record<'ISSUERS' | 'SCOPE_TABLE' | 'STACK_ID_HASH', string>;
