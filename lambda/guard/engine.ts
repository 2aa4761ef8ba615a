import type { ReasonCode } from '../core/reason';
import { refusal, type Refusal } from '../core/verdict';
import { hiddenCharacters } from './checks/hidden-characters';
import { injectionDetector, type Scorer } from './checks/injection-detector';
import { injectionRules } from './checks/injection-rules';
import { personalData } from './checks/personal-data';
import { roleMarkers } from './checks/role-markers';
import { secrets } from './checks/secrets';
import { waste } from './checks/waste';
import { responsePolicyOf } from './response-policy';
import type { Finding, Guard, GuardedRequest, Segment } from './guard';
import type { Observation, SegmentCheck, Subject } from './inspection';
import { Placeholders } from './placeholders';
import type { GuardPolicy } from './policy';
import { openResponse } from './response/open-response';
import { rewriteText, type Replacement } from './rewrite-text';
import { viewsOf } from './views';

/** What a guard is made of beside its policy. */
export interface GuardOptions {
  /**
   * The trained detector.
   *
   * Security impact: without it only rules look for injections.
   *
   * @default - none
   */
  readonly detector?: Scorer;
  /**
   * The checks over one text, in order.
   *
   * Security impact: what is left out is not looked for.
   *
   * @default - all of them
   */
  readonly checks?: readonly SegmentCheck[];
}

/**
 * Makes the guard of one policy.
 *
 * Fails closed: a check that throws refuses with its own reason, a text that could not be read refuses, and what is
 * returned for a request that passes is the only form in which its texts go on.
 */
export function createGuard(policy: GuardPolicy, options: GuardOptions = {}): Guard {
  const checks = options.checks ?? standardChecks(options.detector);
  const responsePolicy = responsePolicyOf(policy);
  return {
    policyName: policy.name,
    policyVersion: policy.version,
    pipeline: policy,
    inspectRequest: (segments) => inspect(policy, checks, segments),
    openResponse: (context) => openResponse(responsePolicy, context),
  };
}

/** Every check, the cheap and certain first: the first refusal ends the inspection. */
export function standardChecks(detector?: Scorer): readonly SegmentCheck[] {
  return [
    hiddenCharacters(),
    roleMarkers(),
    waste(),
    injectionRules(),
    secrets(),
    ...(detector === undefined ? [] : [injectionDetector(detector)]),
    personalData(),
  ];
}

/** So many findings of a request are listed: a text of control characters has one for each, and a record has an end. */
const MOST_FINDINGS = 1_000;

/** What was found, up to a number; what happened at least once is always among it. */
class Findings {
  public readonly list: Finding[] = [];
  private readonly kinds = new Set<string>();

  public add(finding: Finding): void {
    const kind = `${finding.check} ${finding.action}`;
    if (this.list.length >= MOST_FINDINGS && this.kinds.has(kind)) return;
    this.kinds.add(kind);
    this.list.push(finding);
  }
}

function inspect(
  policy: GuardPolicy,
  checks: readonly SegmentCheck[],
  segments: readonly Segment[],
): GuardedRequest | Refusal {
  const findings = new Findings();
  const rewrites: { readonly segment: Segment; readonly observations: readonly Observation[] }[] = [];
  for (const segment of segments) {
    let subject: Subject;
    try {
      subject = { segment, views: viewsOf(segment.text), trust: policy.trust[segment.role], policy };
    } catch {
      return refusal('guard_failed', 'views');
    }
    const observations: Observation[] = [];
    for (const check of checks) {
      const seen = observe(check, subject);
      if (!Array.isArray(seen)) return seen as Refusal;
      for (const observation of seen as readonly Observation[]) {
        if (observation.action === 'block' || (segment.reading === 'names' && observation.action !== 'flag'))
          return refusal(observation.reason, nameOf(check, observation), observation.score);
        if (segment.reading === 'joined') continue;
        observations.push(observation);
        const { reason, score, start, end, action } = observation;
        findings.add({ check: nameOf(check, observation), reason, score, path: segment.path, start, end, action });
      }
    }
    rewrites.push({ segment, observations });
  }
  try {
    return {
      allowed: true,
      findings: findings.list,
      ...rewritten(rewrites),
      untrustedContent: hasUntrusted(policy, segments),
    };
  } catch {
    return refusal('guard_failed', 'rewrite');
  }
}

function observe(check: SegmentCheck, subject: Subject): readonly Observation[] | Refusal {
  try {
    const seen = check.run(subject);
    // an iterable or a promise would be taken for "nothing found".
    if (Array.isArray(seen)) return seen as readonly Observation[];
  } catch {
    // what fails refuses, as what answers nothing does.
  }
  return refusal(check.failure satisfies ReasonCode, check.name);
}

function nameOf({ name }: SegmentCheck, { rule }: Observation): string {
  return rule === undefined ? name : `${name}/${rule}`;
}

function hasUntrusted(policy: GuardPolicy, segments: readonly Segment[]): boolean {
  // a description is the application's choice, whoever wrote it: it makes nobody's words of the conversation untrusted.
  return segments.some(({ role }) => role !== 'description' && policy.trust[role].untrusted);
}

function rewritten(
  texts: readonly { readonly segment: Segment; readonly observations: readonly Observation[] }[],
): Pick<GuardedRequest, 'segments' | 'pseudonyms'> {
  const placeholders = new Placeholders(texts.map(({ segment }) => segment.text));
  const pseudonyms = new Map<string, string>();
  const segments = texts.map(({ segment, observations }) => {
    const replacements: Replacement[] = [];
    for (const { action, start, end, type = 'REDACTED', replacement } of observations) {
      if (action === 'neutralize') replacements.push({ start, end, text: replacement ?? '' });
      if (action !== 'redact' && action !== 'pseudonymize') continue;
      const value = segment.text.slice(start, end);
      const text = placeholders.for(type, value, action === 'pseudonymize');
      if (action === 'pseudonymize') pseudonyms.set(text, value);
      replacements.push({ start, end, text });
    }
    return { ...segment, text: rewriteText(segment.text, replacements) };
  });
  return { segments, pseudonyms };
}
