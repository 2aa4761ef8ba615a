import type { ReasonCode } from './reason';

/** Where and why one check refused. Never carries the text itself. */
export interface Refusal {
  readonly allowed: false;
  readonly reason: ReasonCode;
  /** Name of the check that refused. */
  readonly check: string;
  /** How sure the check is, 0 to 1. */
  readonly score: number;
}

/** An allowed verdict carries the subject, so unchecked input has no way forward. */
export type Verdict<Subject> = { readonly allowed: true; readonly subject: Subject } | Refusal;

/** One rule over one subject. Pure: no I/O, no clock, no environment. */
export interface Check<Subject> {
  readonly name: string;
  /** `undefined` lets the subject pass. */
  readonly run: (subject: Subject) => ReasonCode | undefined;
}

/** A refusal of `check`, certain unless a score is given. */
export function refusal(reason: ReasonCode, check: string, score = 1): Refusal {
  return { allowed: false, reason, check, score };
}

/**
 * Runs checks in order and stops at the first refusal.
 *
 * Fails closed: a check that throws refuses the subject with `guard_failed`.
 */
export function decide<Subject>(checks: readonly Check<Subject>[], subject: Subject): Verdict<Subject> {
  for (const { name, run } of checks) {
    try {
      const reason = run(subject);
      if (reason !== undefined) return refusal(reason, name);
    } catch {
      return refusal('guard_failed', name);
    }
  }
  return { allowed: true, subject };
}
