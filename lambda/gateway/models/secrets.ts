/** A secret store with a short memory. */
export interface SecretCache {
  readonly secretOf: (arn: string) => Promise<string>;
  readonly forgetSecret: (arn: string) => void;
}

/** A rotated credential is noticed after so long, or as soon as the upstream refuses the old one. */
const TTL_MS = 300_000;

/**
 * Keeps credentials in memory for minutes: not one read a request, and no redeployment after a rotation.
 *
 * @param read reads a secret's value; a JSON object's member `apiKey` counts where the value is one
 */
export function secretCache(read: (arn: string) => Promise<string>, now: () => number): SecretCache {
  const known = new Map<string, { readonly value: Promise<string>; readonly atMs: number }>();
  return {
    secretOf: (arn) => {
      const entry = known.get(arn);
      if (entry && now() - entry.atMs < TTL_MS) return entry.value;
      const value = read(arn).then(apiKeyOf);
      known.set(arn, { value, atMs: now() });
      // a failure must not be remembered.
      value.catch(() => known.delete(arn));
      return value;
    },
    forgetSecret: (arn) => void known.delete(arn),
  };
}

function apiKeyOf(secret: string): string {
  if (!secret.startsWith('{')) return secret.trim();
  const { apiKey } = JSON.parse(secret) as { readonly apiKey?: unknown };
  if (typeof apiKey !== 'string') throw new Error('secret: expected a member apiKey, got none');
  return apiKey;
}
