import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { refusal, type Refusal } from '../../core/verdict';

/** One call of a write tool, as somebody approves it and as the gateway is about to let it through. */
export interface ToolCall {
  readonly tenant: string;
  readonly tool: string;
  /** As the model wrote them. Any other spelling is another call: nobody has approved it. */
  readonly argumentsJson: string;
}

/** What an approval is checked against. */
export interface ApprovalPorts {
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  /** Marks a token as used; false when it was used before. Called last, for a token that is otherwise valid. */
  readonly useOnce: (tokenId: string, expiresAtMs: number) => Promise<boolean>;
}

const VERSION = 'a1';
const MAX_TOKEN_UNITS = 512;

/**
 * Signs the approval of one call: bound to tenant, tool and the exact arguments, valid once and until it expires.
 *
 * @param key at least 32 bytes.
 * @param tokenId unique; what the store of used tokens remembers.
 */
export function signApproval(key: Uint8Array, call: ToolCall, tokenId: string, expiresAtMs: number): string {
  if (!/^[\w-]{8,64}$/.test(tokenId))
    throw new Error('approval: expected a token id of 8 to 64 letters, digits or hyphens');
  const body = `${VERSION}.${tokenId}.${expiresAtMs}`;
  return `${body}.${mac(key, body, call).toString('base64url')}`;
}

/**
 * Whether a token approves this very call, and does so for the first time.
 *
 * Fails closed: without a token `approval_required`; for anything else that is not right, a store that cannot be reached
 * included, `approval_invalid`.
 */
export async function verifyApproval(
  key: Uint8Array,
  call: ToolCall,
  token: string | undefined,
  { nowMs, useOnce }: ApprovalPorts,
): Promise<Refusal | undefined> {
  if (token === undefined) return refusal('approval_required', 'tool-approval');
  const invalid = refusal('approval_invalid', 'tool-approval');
  if (token.length > MAX_TOKEN_UNITS) return invalid;
  const [version, tokenId = '', expires = '', signature = '', ...rest] = token.split('.');
  if (version !== VERSION || rest.length > 0 || !/^\d{1,16}$/.test(expires)) return invalid;
  const expected = mac(key, `${VERSION}.${tokenId}.${expires}`, call);
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return invalid;
  if (Number(expires) <= nowMs) return invalid;
  try {
    return (await useOnce(tokenId, Number(expires))) === true ? undefined : invalid;
  } catch {
    return invalid;
  }
}

function mac(key: Uint8Array, body: string, { tenant, tool, argumentsJson }: ToolCall): Buffer {
  if (key.length < 32) throw new Error(`approval: expected a key of 32 bytes or more, got ${key.length}`);
  // each part is hashed by itself: no two calls can be read out of one string.
  const digest = (part: string): string => createHash('sha256').update(part).digest('base64url');
  return createHmac('sha256', key).update([body, tenant, tool, argumentsJson].map(digest).join('.')).digest();
}
