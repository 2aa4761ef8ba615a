/** What the secret of an upstream holds. */
export interface UpstreamKey {
  readonly apiKey: string;
  /** Name of the key at whoever issued it, by which it is retired. */
  readonly keyId?: string;
}

/** Label of a key that an operator put and that is not in use yet: the next rotation takes it. */
export const STAGED = 'LLMAPI_STAGED';

/** Its message says nothing of the value, and may be logged; those of parsers and SDKs may quote what they read. */
export class CredentialError extends Error {
  public override readonly name = 'CredentialError';
}

/** A key goes into a header: printable ASCII, no blanks. */
const KEY = /^[\x21-\x7e]{8,4096}$/;

/**
 * Reads a secret's value: the key itself, or a JSON object with a member `apiKey`.
 *
 * @throws without a word of the value: the message may be logged
 */
export function parseUpstreamKey(secret: string): UpstreamKey {
  const text = secret.trim();
  const { apiKey, keyId, placeholder } = text.startsWith('{') ? objectOf(text) : { apiKey: text };
  if (placeholder === true) throw new CredentialError('secret: expected a key, got the placeholder: none was put yet');
  if (typeof apiKey !== 'string') throw new CredentialError('secret: expected a member apiKey, got none');
  if (!KEY.test(apiKey))
    throw new CredentialError('secret: expected a key of 8 to 4096 printable characters, got something else');
  return typeof keyId === 'string' ? { apiKey, keyId } : { apiKey };
}

/** The value of a secret that holds a key. */
export function formatUpstreamKey({ apiKey, keyId }: UpstreamKey): string {
  return JSON.stringify(keyId === undefined ? { apiKey } : { apiKey, keyId });
}

function objectOf(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    // the parser's own message quotes what it read.
    throw new CredentialError('secret: expected JSON, got something else');
  }
}
