import type { ReasonCode } from '../core/reason';
import type { Finding, Segment } from './guard';
import type { GuardPolicy, RoleTrust } from './policy';
import type { View } from './views';

/** One text of a request, read in every way, with what its check needs to know. */
export interface Subject {
  readonly segment: Segment;
  readonly views: readonly View[];
  readonly trust: RoleTrust;
  readonly policy: GuardPolicy;
}

/** What a check found, before it is known which segment it was in. */
export type Observation = Omit<Finding, 'path' | 'check'> & {
  /** What exactly matched, where a check knows more than one thing. */
  readonly rule?: string;
  /** What takes the place of the span, for `neutralize`. */
  readonly replacement?: string;
  /** Kind of the placeholder, for `redact` and `pseudonymize`. */
  readonly type?: string;
};

/** One check over one text. Pure; a throw refuses the request. */
export interface SegmentCheck {
  readonly name: string;
  /** Reason of the refusal when the check itself fails. */
  readonly failure: ReasonCode;
  run(subject: Subject): readonly Observation[];
}
