import type { ReasonCode } from '../core/reason';
import type { Refusal } from '../core/verdict';
import type { Finding, Guard, GuardedRequest, SegmentRole, Sink } from './guard';
import type { GuardFor } from './guards';

/** One text to judge, as `/v1/guard` and `llm-api guard check` take it. */
export interface GuardItem {
  readonly id: string | number | null;
  readonly text: string;
  /** @default 'user' */
  readonly role?: SegmentRole;
  /** @default - the policy's */
  readonly sink?: Sink;
  /** @default 'standard' */
  readonly policy?: string;
}

/** What the guard says of one text. */
export interface GuardAnswer {
  readonly id: string | number | null;
  readonly allowed: boolean;
  readonly reason: ReasonCode | null;
  readonly check: string | null;
  /** 0 to 1: of the refusal, or the highest of what was found and let pass. */
  readonly score: number;
  /** The text as it may go on, where that is not the text itself. */
  readonly redacted: string | null;
}

/** Which side of the model a text is on, and how it arrives. */
export interface CheckOptions {
  /** @default 'request' */
  readonly direction?: 'request' | 'response';
  /**
   * Code points in a piece: the text is fed as a stream would bring it.
   *
   * @default - in one piece
   */
  readonly piece?: number;
}

const ROLES: readonly SegmentRole[] = ['system', 'developer', 'description', 'user', 'assistant', 'tool', 'document'];
const SINKS: readonly Sink[] = ['text', 'markdown', 'html', 'json', 'csv', 'sql', 'shell'];

/**
 * Reads one item; `undefined` when it is none.
 *
 * Unknown members are ignored, a known one of the wrong kind is not: a role that was mistyped must not become `user`.
 */
export function readGuardItem(value: unknown): GuardItem | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { id = null, text, role, sink, policy } = value as Readonly<Record<string, unknown>>;
  if (typeof text !== 'string' || (id !== null && typeof id !== 'string' && typeof id !== 'number')) return undefined;
  if (role !== undefined && !ROLES.includes(role as SegmentRole)) return undefined;
  if (sink !== undefined && !SINKS.includes(sink as Sink)) return undefined;
  if (policy !== undefined && typeof policy !== 'string') return undefined;
  return {
    id,
    text,
    ...(role !== undefined && { role: role as SegmentRole }),
    ...(sink !== undefined && { sink: sink as Sink }),
    ...(policy !== undefined && { policy }),
  };
}

/** The answer to what is no item. */
export function refusedItem(reason: ReasonCode, id: GuardAnswer['id'] = null): GuardAnswer {
  return { id, allowed: false, reason, check: 'guard-item', score: 1, redacted: null };
}

/** Judges one text with the very engine that stands before and after a model; the same text has the same answer there. */
export function checkItem(guardFor: GuardFor, item: GuardItem, options: CheckOptions = {}): GuardAnswer {
  let guard: Guard;
  try {
    guard = guardFor(item.policy ?? 'standard');
  } catch {
    return refusedItem('invalid_request', item.id);
  }
  let judged: Judged;
  try {
    judged = options.direction === 'response' ? judgeResponse(guard, item, options.piece) : judgeRequest(guard, item);
  } catch {
    return refusedItem('guard_failed', item.id);
  }
  if (!judged.allowed) {
    const { reason, check, score } = judged;
    return { id: item.id, allowed: false, reason, check, score, redacted: null };
  }
  const worst = judged.findings.reduce<Finding | undefined>(
    (a, b) => (a === undefined || b.score > a.score ? b : a),
    undefined,
  );
  return {
    id: item.id,
    allowed: true,
    reason: null,
    check: worst?.check ?? null,
    score: worst?.score ?? 0,
    redacted: judged.text === item.text ? null : judged.text,
  };
}

type Judged = { readonly allowed: true; readonly text: string; readonly findings: readonly Finding[] } | Refusal;

function judgeRequest(guard: Guard, { text, role = 'user' }: GuardItem): Judged {
  const verdict = guard.inspectRequest([{ role, text, path: '/text' }]);
  if (!verdict.allowed) return verdict;
  return { allowed: true, text: verdict.segments.map((segment) => segment.text).join(''), findings: verdict.findings };
}

/** An answer to a request that said nothing: whatever personal data it has is new. */
const NO_REQUEST: GuardedRequest = {
  allowed: true,
  segments: [],
  findings: [],
  pseudonyms: new Map(),
  untrustedContent: false,
};

function judgeResponse(guard: Guard, { text, sink }: GuardItem, piece?: number): Judged {
  const response = guard.openResponse({
    request: NO_REQUEST,
    systemPrompts: [],
    canaries: [],
    channel: 'text',
    ...(sink !== undefined && { sink }),
  });
  const findings: Finding[] = [];
  let sent = '';
  const pieces = piece === undefined ? [text] : inPieces(text, piece);
  for (const step of [...pieces.map((part) => () => response.push(part)), () => response.end()]) {
    const result = step();
    if (!result.allowed) return result;
    sent += result.text;
    findings.push(...result.findings);
  }
  return { allowed: true, text: sent, findings };
}

function inPieces(text: string, codePoints: number): string[] {
  const characters = [...text];
  const pieces: string[] = [];
  for (let i = 0; i < characters.length; i += codePoints) pieces.push(characters.slice(i, i + codePoints).join(''));
  return pieces;
}
