/** A role and the scopes that it grants. */
export interface RoleScopes {
  readonly name: string;
  readonly scopes: readonly string[];
}

/**
 * Scopes that count: those of the token that one of the holder's roles grants too.
 *
 * A role that is not listed grants nothing, so a token without a known role opens nothing.
 */
export function effectiveScopes(
  tokenScopes: readonly string[],
  heldRoles: readonly string[],
  roles: readonly RoleScopes[],
): string[] {
  const granted = new Set(roles.filter(({ name }) => heldRoles.includes(name)).flatMap(({ scopes }) => scopes));
  return [...new Set(tokenScopes)].filter((scope) => granted.has(scope));
}
