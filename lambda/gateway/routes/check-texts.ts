import type { GuardedRequest } from '../../guard/guard';
import { refusal, type Refusal } from '../../core/verdict';
import { denied, type Exchange } from '../exchange';
import { answerHeaders, sendDenial } from '../reply';
import { readBody } from '../request/read-body';
import { readGuardItems, type GuardItem } from '../request/read-guard-items';

/** What the guard says of one text. */
export interface GuardAnswer {
  readonly id: string;
  readonly allowed: boolean;
  readonly reason: string | null;
  readonly check: string | null;
  readonly score: number;
  /** The text as it would go on; null where nothing changed or nothing goes on. */
  readonly redacted: string | null;
}

/** Answers `/guard`: the pipeline's own guard, without a model call. */
export async function checkTexts(exchange: Exchange): Promise<void> {
  const { deployment } = exchange.gateway;
  const { trace } = exchange;
  const body = readBody(exchange.call, deployment.maxBodyBytes);
  exchange.received(body.bytes);
  if (!body.ok) return exchange.deny(denied('parse', { reason: body.reason }));
  const read = readGuardItems(body.value);
  if (!read.ok) return exchange.deny(denied('parse', read.fault));
  const access = await exchange.access();
  if (!access.ok) return exchange.deny(access);
  const { items, direction } = read.task;
  const policies = items.map(({ policy }) => policy ?? access.value.guardPolicy);
  // a check is for the policies of the deployment: another name is a mistake, not an error of ours.
  const known = new Set([access.value.guardPolicy, 'standard', 'strict', ...Object.keys(deployment.guardPolicies)]);
  if (!policies.every((policy) => known.has(policy))) {
    return exchange.deny(denied('parse', { reason: 'invalid_request', param: 'items' }));
  }

  const reservation = exchange.reserve(access.value, 0, 0);
  const answers: GuardAnswer[] = [];
  for (const [i, item] of items.entries()) {
    const answer = check(exchange, item, policies[i] ?? access.value.guardPolicy, direction);
    answers.push(answer);
    // one thread serves many: a long list must let the others through.
    if (i % 16 === 15) await new Promise((resolve) => setImmediate(resolve));
    if (exchange.deadline.passed) break;
  }
  const reserved = await reservation;
  if (!reserved.ok) return exchange.deny(reserved);
  if (exchange.deadline.passed) return exchange.deny(denied('guard', { reason: 'deadline_exceeded' }));
  await exchange.settle(0, 0);
  trace.stage = 'done';
  trace.status = 200;
  if (!(await exchange.recordWithoutModel())) {
    trace.fail('audit', 'audit_unavailable');
    return sendDenial(exchange.reply, exchange.call.requestId, { reason: 'audit_unavailable' });
  }
  await exchange.reply.send(
    200,
    answerHeaders(exchange.call.requestId, 'application/json', exchange.rateLimit),
    JSON.stringify({ items: answers }),
  );
}

function check(exchange: Exchange, item: GuardItem, policy: string, direction: 'request' | 'response'): GuardAnswer {
  const { id, text } = item;
  const verdict = direction === 'request' ? inspect(exchange, item, policy) : speak(exchange, item, policy);
  if (!verdict.allowed) {
    const { reason, check: name, score } = verdict;
    return { id, allowed: false, reason, check: name, score, redacted: null };
  }
  const [top] = [...verdict.findings].sort((a, b) => b.score - a.score);
  return {
    id,
    allowed: true,
    reason: top?.reason ?? null,
    check: top?.check ?? null,
    score: top?.score ?? 0,
    redacted: verdict.text === text ? null : verdict.text,
  };
}

type Said = { readonly allowed: true; readonly text: string; readonly findings: GuardedRequest['findings'] };

function inspect(exchange: Exchange, { text, role }: GuardItem, policy: string): Said | Refusal {
  const guard = exchange.guard(policy);
  if (!guard.ok) return refusal('guard_failed', 'engine');
  const verdict = exchange.inspect(guard.value, [{ role, text, path: '/items/0/text' }]);
  if (!verdict.allowed) return verdict;
  return { allowed: true, text: verdict.segments[0]?.text ?? '', findings: verdict.findings };
}

function speak(exchange: Exchange, { text, sink }: GuardItem, policy: string): Said | Refusal {
  const guard = exchange.guard(policy);
  if (!guard.ok) return refusal('guard_failed', 'engine');
  const request: GuardedRequest = {
    allowed: true,
    segments: [],
    findings: [],
    pseudonyms: new Map(),
    untrustedContent: false,
  };
  try {
    const channel = guard.value.openResponse({
      request,
      systemPrompts: [],
      canaries: [],
      ...(sink === undefined ? {} : { sink }),
      channel: sink === 'json' ? 'json' : 'text',
    });
    const first = channel.push(text);
    if (!first.allowed) return first;
    const last = channel.end();
    if (!last.allowed) return last;
    return { allowed: true, text: first.text + last.text, findings: [...first.findings, ...last.findings] };
  } catch {
    return refusal('guard_failed', 'response-guard');
  }
}
