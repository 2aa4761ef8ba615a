/**
 * Environment contract of the authorizer: the construct writes these names, `lambda/identity/config.ts` reads them.
 * Imports nothing, ever.
 *
 * `ISSUERS` is a JSON array of `TrustedIssuer`; it is here and not in the deployment document because the id of a
 * user pool is known at deployment only.
 */
export type AuthorizerEnv = Record<'ISSUERS' | 'STACK_ID' | 'STACK_NAME', string>;

/** Environment contract of the token trigger. */
export type TokenTriggerEnv = Record<'TENANT_TABLE', string>;

/** Who may sign tokens, and how its claims are read. */
export interface TrustedIssuer {
  /** Exact value of `iss`. */
  readonly issuer: string;
  readonly jwksUri: string;
  /** Signature algorithms, asymmetric ones only. */
  readonly algorithms: readonly string[];
  /** Accepted values of `aud`; absent for Cognito, whose access tokens carry none. */
  readonly audience?: readonly string[];
  /** Accepted client ids; absent = any client that the issuer gives a tenant. */
  readonly clientIds?: readonly string[];
  /** Required value of `token_use`, which tells Cognito's access tokens from its id tokens. */
  readonly tokenUse?: string;
  /** Claims that may hold the client id, in order of preference. */
  readonly clientClaims: readonly string[];
  readonly tenantClaim: string;
  readonly rolesClaim: string;
  /** Tenants that the issuer may speak for; absent = any. */
  readonly tenants?: readonly string[];
}
