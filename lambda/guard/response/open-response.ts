import { refusal, type Refusal } from '../../core/verdict';
import type { Finding, ResponseContext, ResponseGuard, ResponseStep, Sink } from '../guard';
import { disclosureRules, type DisclosurePolicy } from './disclosure';
import { jsonAnswer } from './json-answer';
import { restoreRule } from './restore-rule';
import type { AllowsHost } from './sinks/allowed-hosts';
import { controlCharacters } from './sinks/control-characters';
import { sinkStage } from './sinks/sink-stage';
import { unseenCharacters } from './sinks/unseen-characters';
import { StreamWindow, type WindowFinding } from './stream-window';
import { chain } from './text-stage';

/** How answers are guarded under one policy. */
export interface ResponsePolicy extends DisclosurePolicy {
  /** Where an answer is used when the request does not say. */
  readonly sink: Sink;
  /** Hosts that links and images of an answer may point to. */
  readonly allows: AllowsHost;
}

const toFinding = ({ rule, reason, action, start, end }: WindowFinding): Finding => ({
  check: rule,
  reason,
  score: 1,
  path: '',
  start,
  end,
  action,
});

/**
 * Opens the guard of one answer: what nobody sees goes, what must not be said is withheld, pseudonyms become the caller's
 * own words again, and what is left is made safe for its sink, in that order. A character that went after the search
 * would leave together what it had kept apart.
 *
 * Fails closed: after a refusal, or a throw inside, nothing more is sent.
 */
export function openResponse(policy: ResponsePolicy, context: ResponseContext): ResponseGuard {
  const disclosure = disclosureRules(policy, context);
  const restore = restoreRule(context.request.pseudonyms);
  const sink = context.sink ?? policy.sink;
  if (context.channel === 'json' || sink === 'json') {
    const windows = restore === undefined ? [disclosure] : [disclosure, [restore]];
    const isSaid = (text: string): boolean => context.request.segments.some((segment) => segment.text.includes(text));
    return closedOnThrow(jsonAnswer({ windows, isSaid, validate: context.validate ?? (() => true), toFinding }));
  }

  const visible = chain([controlCharacters(), unseenCharacters()]);
  const window = new StreamWindow(disclosure);
  const restored = restore === undefined ? undefined : new StreamWindow([restore]);
  const stage = sinkStage(sink, policy.allows);
  /** Half of a character: it is sent with its other half, since each piece becomes UTF-8 by itself. */
  let half = '';

  const pass = (step: ReturnType<StreamWindow['push']>, last: boolean): ResponseStep => {
    if (!step.allowed) return step;
    const findings = step.findings.map(toFinding);
    let { text } = step;
    if (restored !== undefined) {
      const pushed = restored.push(text);
      const rest = last ? restored.end() : undefined;
      if (!pushed.allowed) return pushed;
      if (rest !== undefined && !rest.allowed) return rest;
      text = pushed.text + (rest?.text ?? '');
    }
    let said = half + stage.push(text) + (last ? stage.end() : '');
    half = last ? '' : (/[\ud800-\udbff]$/.exec(said)?.[0] ?? '');
    said = said.slice(0, said.length - half.length);
    if (last && visible.altered + stage.altered > 0) {
      findings.push({
        check: `${sink}-sink`,
        reason: 'unsafe_output',
        score: 1,
        path: '',
        start: 0,
        end: 0,
        action: 'neutralize',
      });
    }
    return { allowed: true, text: said, findings };
  };

  return closedOnThrow({
    push: (piece) => pass(window.push(visible.push(piece)), false),
    end: () => pass(window.end(visible.end()), true),
  });
}

/** A guard that has refused says nothing more, and a guard that throws has refused. */
function closedOnThrow(guard: ResponseGuard): ResponseGuard {
  let closed: Refusal | undefined;
  const once = (step: () => ResponseStep): ResponseStep => {
    if (closed !== undefined) return closed;
    let result: ResponseStep;
    try {
      result = step();
    } catch {
      result = refusal('guard_failed', 'response');
    }
    if (!result.allowed) closed = result;
    return result;
  };
  return { push: (piece) => once(() => guard.push(piece)), end: () => once(() => guard.end()) };
}
