/**
 * An OpenID Connect issuer whose access tokens are accepted.
 */
export interface OidcIssuer {
  /**
   * Exact value of the token's `iss`, an https URL.
   */
  readonly issuer: string;

  /**
   * Accepted values of the token's `aud`: this API, never a client of the issuer.
   *
   * An id token carries its client as audience; naming the API here is what keeps id tokens out.
   */
  readonly audience: string[];

  /**
   * Where the issuer publishes its keys, an https URL.
   *
   * @default - `<issuer>/.well-known/jwks.json`
   */
  readonly jwksUri?: string;

  /**
   * Claim that names the tenant.
   */
  readonly tenantClaim: string;

  /**
   * Claim that holds the roles: an array of strings, or one string with spaces between them.
   */
  readonly rolesClaim: string;

  /**
   * Claims that may hold the client id, in order of preference.
   *
   * @default ['client_id', 'azp']
   */
  readonly clientClaims?: string[];

  /**
   * Client ids that may call.
   *
   * @default - any client for which the issuer gives a tenant
   */
  readonly clientIds?: string[];

  /**
   * Tenants that the issuer may speak for.
   *
   * Security impact: without it the issuer can sign a token for every tenant of this API. Name the tenants as soon as
   * an issuer is not run by whoever runs the API.
   *
   * @default - any tenant, with a warning at synth
   */
  readonly tenants?: string[];

  /**
   * Signature algorithms, out of RS256, RS384, RS512, ES256, ES384, ES512 and EdDSA.
   *
   * @default ['RS256']
   */
  readonly algorithms?: string[];
}
