/** Who calls, as the authorizer verified it. Every part comes from the token, none from the request. */
export interface Principal {
  /** Who pays. */
  readonly tenant: string;
  /** OAuth app client of the tenant. */
  readonly client: string;
  /** Subject of the token when a person calls; absent for a machine. */
  readonly user?: string;
  readonly roles: readonly string[];
  /** Scopes of the token, e.g. `llm/chat`. */
  readonly scopes: readonly string[];
}
