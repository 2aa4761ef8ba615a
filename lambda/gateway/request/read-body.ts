import { decodeUtf8, isObject, isWellFormed, parseJson, type JsonObject } from '../../core/json';
import type { ReasonCode } from '../../core/reason';
import type { Call } from '../call';

/** A body that is one JSON object, or why it is not. */
export type ReadBody =
  | { readonly ok: true; readonly value: JsonObject; readonly bytes: Buffer }
  | { readonly ok: false; readonly reason: ReasonCode; readonly bytes: Buffer };

/** Headers on which two readers of a request must not disagree. */
const SINGLE_HEADERS = ['authorization', 'content-type', 'content-encoding', 'content-length', 'idempotency-key'];

const jsonType = /^application\/json[ \t]*(?:;[ \t]*charset="?utf-8"?[ \t]*)?$/i;
const base64 = /^[A-Za-z0-9+/]*={0,2}$/;

const idempotencyKey = /^[\x21-\x7e]{1,255}$/;

/** Whether the headers can be read in one way only: a second value or spelling of one that decides, and they cannot. */
function hasSoundHeaders(call: Call): boolean {
  return (
    SINGLE_HEADERS.every((name) => call.header(name).length <= 1) &&
    call.header('idempotency-key').every((key) => idempotencyKey.test(key))
  );
}

/** Reads the body strictly: what the guard sees must be what any other reader would see. */
export function readBody(call: Call, maxBodyBytes: number): ReadBody {
  const bytes = Buffer.from(call.body, call.bodyIsBase64 ? 'base64' : 'utf8');
  const bad = (reason: ReasonCode): ReadBody => ({ ok: false, reason, bytes });
  if (bytes.length > maxBodyBytes) return bad('payload_too_large');
  if (!hasSoundHeaders(call)) return bad('invalid_request');
  if (call.header('content-encoding').some((value) => value.trim().toLowerCase() !== 'identity')) {
    return bad('unsupported_encoding');
  }
  if (!jsonType.test(call.header('content-type')[0]?.trim() ?? '')) return bad('unsupported_media_type');
  if (call.bodyIsBase64 ? !base64.test(call.body) : !isWellFormed(call.body)) return bad('invalid_utf8');
  const text = decodeUtf8(bytes);
  if (text === undefined) return bad('invalid_utf8');
  const parsed = parseJson(text);
  if (!parsed.ok) return bad(parsed.fault);
  return isObject(parsed.value) ? { ok: true, value: parsed.value, bytes } : bad('invalid_request');
}
