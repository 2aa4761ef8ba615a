import { createHash } from 'node:crypto';
import type { ReasonCode } from '../core/reason';
import type { Refusal } from '../core/verdict';
import type { Guard, GuardedRequest, ResponseContext, ResponseGuard, ResponseStep, Segment } from './guard';
import { isExpired, readShadow } from './pipeline-policy';

/** What a policy in its trial would have decided. Names and reasons, never a text. */
export interface ShadowVerdict {
  /** `name@version` of the policy that is tried. */
  readonly policy: string;
  readonly side: 'request' | 'response';
  readonly outcome: 'passes' | 'refuses' | 'failed' | 'skipped';
  /** Whether the policy that decides came to something else: another decision, or another text. */
  readonly differs: boolean;
  readonly reason?: ReasonCode;
  readonly check?: string;
  readonly score?: number;
}

/** A request that took the deciding policy so long is not read a second time: nobody shall wait for a trial. */
const MAX_READ_MS = 250;

/**
 * Tries a policy above the one that decides: it sees the same texts, is reported, and changes nothing.
 *
 * Whatever it does, throwing included, ends in a report.
 */
export class Shadow {
  private readonly name: string;

  public constructor(
    private readonly guard: Guard,
    private readonly report: (verdict: ShadowVerdict) => void,
  ) {
    this.name = `${guard.policyName}@${guard.policyVersion}`;
  }

  /** Reads a request that was decided in `tookMs`. */
  public inspectRequest(segments: readonly Segment[], decided: GuardedRequest | Refusal, tookMs: number): void {
    if (tookMs > MAX_READ_MS) return this.say('request', 'skipped', false);
    try {
      const tried = this.guard.inspectRequest(segments);
      if (!tried.allowed) return this.say('request', 'refuses', decided.allowed, tried);
      this.say('request', 'passes', !decided.allowed || !sameTexts(tried.segments, decided.segments));
    } catch {
      this.say('request', 'failed', false);
    }
  }

  /** The guard of one answer, beside which the tried one reads along. */
  public openResponse(deciding: ResponseGuard, context: ResponseContext): ResponseGuard {
    const reader = new ResponseReader(this.guard, context);
    const step = (decide: () => ResponseStep, read: () => ResponseStep, last: boolean): ResponseStep => {
      const decided = decide();
      reader.read(read, decided);
      if (last || !decided.allowed) {
        const verdict = reader.verdict(decided.allowed);
        if (verdict) this.say('response', verdict.outcome, verdict.differs, verdict.refused);
      }
      return decided;
    };
    return {
      push: (piece) => step(() => deciding.push(piece), () => reader.guard().push(piece), false), // prettier-ignore
      end: () => step(() => deciding.end(), () => reader.guard().end(), true), // prettier-ignore
    };
  }

  private say(
    side: ShadowVerdict['side'],
    outcome: ShadowVerdict['outcome'],
    differs: boolean,
    refused?: Refusal,
  ): void {
    const why = refused && { reason: refused.reason, check: refused.check, score: refused.score };
    this.report({ policy: this.name, side, outcome, differs, ...why });
  }
}

/** Reads one answer along, and remembers how it differs. */
class ResponseReader {
  private opened: ResponseGuard | undefined;
  private refused: Refusal | undefined;
  private failed = false;
  private told = false;
  private readonly said = createHash('sha256');
  private readonly sent = createHash('sha256');

  public constructor(
    private readonly tried: Guard,
    private readonly context: ResponseContext,
  ) {}

  public guard(): ResponseGuard {
    this.opened ??= this.tried.openResponse(this.context);
    return this.opened;
  }

  public read(step: () => ResponseStep, decided: ResponseStep): void {
    if (decided.allowed) this.sent.update(decided.text);
    if (this.refused || this.failed) return;
    try {
      const read = step();
      if (read.allowed) this.said.update(read.text);
      else this.refused = read;
    } catch {
      this.failed = true;
    }
  }

  /** Told once, at the end of the answer. */
  public verdict(allowed: boolean) {
    if (this.told) return undefined;
    this.told = true;
    if (this.failed) return { outcome: 'failed' as const, differs: false };
    if (this.refused) return { outcome: 'refuses' as const, differs: allowed, refused: this.refused };
    // of an answer that was ended in its middle only the decision is compared.
    return { outcome: 'passes' as const, differs: !allowed || this.said.digest('hex') !== this.sent.digest('hex') };
  }
}

function sameTexts(a: readonly Segment[], b: readonly Segment[]): boolean {
  return a.length === b.length && a.every(({ text }, i) => text === b[i]?.text);
}

/** Trials of a config that are over: they are not run any more. */
export function expiredShadows(
  policies: Readonly<Record<string, unknown>>,
  nowMs: number,
): readonly { readonly policy: string; readonly shadow: string; readonly until: string }[] {
  return Object.entries(policies).flatMap(([policy, data]) => {
    const { shadow } = data as { readonly shadow?: unknown };
    if (shadow === undefined) return [];
    const read = readShadow(`guardPolicies.${policy}.shadow`, shadow);
    return isExpired(read, nowMs) ? [{ policy, shadow: read.policy, until: read.until }] : [];
  });
}
