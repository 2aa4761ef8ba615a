/**
 * Environment contract of the rotation function: the construct writes these names,
 * `lambda/credentials/config.ts` reads them. Imports nothing, ever.
 *
 * `UPSTREAMS` is a JSON array of `RotatedUpstream`; it is here because the ARN of a secret is known at deployment only.
 * `ISSUER_FUNCTION_ARN` is empty where an operator puts the keys.
 */
export type RotationEnv = Record<'UPSTREAMS' | 'ISSUER_FUNCTION_ARN', string>;

/** An upstream whose key is rotated, and what a key must be able to do there. */
export interface RotatedUpstream {
  readonly secretArn: string;
  /** Ends with `/v1`. The key is sent nowhere else. */
  readonly baseUrl: string;
  readonly models: readonly { readonly modelId: string; readonly kind: 'chat' | 'embedding' }[];
}
