/** One method of the API and the scope that it needs. */
export interface ScopeRow {
  readonly method: 'GET' | 'POST';
  /** Path below the stage, e.g. `/chat/completions`; the stage is `v1`. */
  readonly path: string;
  readonly scope: string;
}

/**
 * The scope table: the methods of the API, the authorizer's policy and the tests are generated from it.
 *
 * A method that is not in this table does not exist.
 */
export const SCOPE_TABLE: readonly ScopeRow[] = [
  { method: 'POST', path: '/chat/completions', scope: 'llm/chat' },
  { method: 'POST', path: '/responses', scope: 'llm/chat' },
  { method: 'POST', path: '/embeddings', scope: 'llm/embed' },
  { method: 'POST', path: '/guard', scope: 'llm/guard' },
  { method: 'GET', path: '/models', scope: 'llm/chat' },
  { method: 'GET', path: '/usage', scope: 'llm/usage' },
];

/** Scopes of the resource server `llm`, in the order of the table, with `llm/admin` for operators. */
export const SCOPES: readonly string[] = [...new Set([...SCOPE_TABLE.map((row) => row.scope), 'llm/admin'])];
