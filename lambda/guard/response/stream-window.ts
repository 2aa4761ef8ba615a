import type { ReasonCode } from '../../core/reason';
import { refusal, type Refusal } from '../../core/verdict';
import { firstMatch, type Match, type Span, type StreamRule } from './stream-rule';

/** What a rule saw; spans are offsets into the whole answer. */
export interface WindowFinding extends Span {
  readonly rule: string;
  readonly reason: ReasonCode;
  readonly action: StreamRule['action'];
}

export type WindowStep =
  { readonly allowed: true; readonly text: string; readonly findings: readonly WindowFinding[] } | Refusal;

/** Text is examined again only after this many new units: the work per unit stays constant. */
const STEP_UNITS = 32;

interface Candidate {
  readonly rule: StreamRule;
  span: Match | undefined;
}

/**
 * Applies rules to a text that arrives in pieces: the output is the same however the text is cut, and no unit of a
 * match is sent before the match is decided.
 *
 * The text is decided from left to right: the leftmost match wins, then the longest, then the rule listed first; a
 * redacted match is passed over whole. What may still grow into a match is held back, everything before it is sent.
 */
export class StreamWindow {
  /** `lookAround` units that were decided, then the undecided text. */
  private buffer = '';
  /** First undecided unit of the buffer. */
  private cursor = 0;
  /** Offset of the buffer's first unit in the whole text. */
  private offset = 0;
  private examined = 0;
  private readonly context: number;
  /** Where each flagging rule goes on, so that a flag is raised once. */
  private readonly flaggedTo = new Map<StreamRule, number>();

  public constructor(private readonly rules: readonly StreamRule[]) {
    this.context = Math.max(0, ...rules.map((rule) => rule.lookAround));
  }

  public push(piece: string): WindowStep {
    if (this.rules.length === 0) return { allowed: true, text: piece, findings: [] };
    this.buffer += piece;
    // a long wait is asked about less often: n units are looked at log(n) times.
    const step = Math.max(STEP_UNITS, (this.examined - this.cursor) >> 2);
    if (this.buffer.length - this.examined < step) return { allowed: true, text: '', findings: [] };
    return this.decide(this.horizon());
  }

  /** @param rest what comes last */
  public end(rest = ''): WindowStep {
    if (this.rules.length === 0) return { allowed: true, text: rest, findings: [] };
    this.buffer += rest;
    return this.decide(this.buffer.length);
  }

  /** Matches that start before this place are complete. */
  private horizon(): number {
    let horizon = this.buffer.length;
    for (const rule of this.rules) {
      const fixed = this.buffer.length - rule.maxLength - rule.lookAround;
      const open = rule.openFrom === undefined ? fixed : Math.max(fixed, rule.openFrom(this.buffer, this.cursor));
      if (open < horizon) horizon = open;
    }
    // never between the halves of a surrogate pair: a pattern would look at the pair as one character.
    if (isHighSurrogate(this.buffer.charCodeAt(horizon - 1))) horizon -= 1;
    return Math.max(horizon, this.cursor);
  }

  private decide(horizon: number): WindowStep {
    const findings: WindowFinding[] = [];
    const out: string[] = [];
    let from = this.cursor;
    this.examined = this.buffer.length;
    const candidates: Candidate[] = this.rules.map((rule) => ({ rule, span: this.search(rule, from) }));

    for (;;) {
      const best = leftmost(candidates);
      if (best?.span === undefined || best.span.start >= horizon) break;
      const { rule, span } = best;
      const found = { start: this.offset + span.start, end: this.offset + span.end };
      const name = span.as?.name ?? rule.name;
      findings.push({ rule: name, reason: rule.reason, action: rule.action, ...found });
      if (rule.action === 'block') return refusal(rule.reason, name);
      if (rule.action === 'flag') {
        this.flaggedTo.set(rule, found.end);
        best.span = this.search(rule, from);
        continue;
      }
      const replacement = span.as?.replacement ?? rule.replacement(this.buffer.slice(span.start, span.end));
      out.push(this.buffer.slice(from, span.start), replacement);
      from = span.end;
      for (const candidate of candidates) {
        if (candidate.span !== undefined && candidate.span.start < from)
          candidate.span = this.search(candidate.rule, from);
      }
    }
    const decided = Math.max(from, horizon);
    out.push(this.buffer.slice(from, decided));
    this.forget(decided);
    return { allowed: true, text: out.join(''), findings };
  }

  private search(rule: StreamRule, from: number): Match | undefined {
    const flagged = this.flaggedTo.get(rule);
    const start = flagged === undefined ? from : Math.max(from, flagged - this.offset);
    return firstMatch(rule, this.buffer, start);
  }

  private forget(decided: number): void {
    const keepFrom = Math.max(0, decided - this.context);
    this.buffer = this.buffer.slice(keepFrom);
    this.offset += keepFrom;
    this.cursor = decided - keepFrom;
    this.examined -= keepFrom;
  }
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;

function leftmost(candidates: readonly Candidate[]): Candidate | undefined {
  let best: Candidate | undefined;
  for (const candidate of candidates) {
    const { span } = candidate;
    if (span === undefined) continue;
    const { span: top } = best ?? {};
    if (top === undefined || span.start < top.start || (span.start === top.start && span.end > top.end))
      best = candidate;
  }
  return best;
}
