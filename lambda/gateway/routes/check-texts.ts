import { checkItem, type GuardAnswer, type GuardItem } from '../../guard/check-item';
import type { ManagedPolicy } from '../../guard/pipeline-policy';
import { denied, type Exchange } from '../exchange';
import { managedTexts, textUnits } from '../managed/managed-use';
import { answerHeaders, sendDenial } from '../reply';
import { readBody } from '../request/read-body';
import { readGuardItems, type GuardTask } from '../request/read-guard-items';

/** One thread serves many: so many items are judged before the others are let through, and asked of a guardrail at once. */
const ITEMS_AT_ONCE = 16;

/** Answers `/guard`: the pipeline's own guard, without a model call. */
export async function checkTexts(exchange: Exchange): Promise<void> {
  const { deployment } = exchange.gateway;
  const { trace, call } = exchange;
  const body = readBody(call, deployment.maxBodyBytes);
  exchange.received(body.bytes);
  if (!body.ok) return exchange.deny(denied('parse', { reason: body.reason }));
  const read = readGuardItems(body.value);
  if (!read.ok) return exchange.deny(denied('parse', read.fault));
  const access = await exchange.access();
  if (!access.ok) return exchange.deny(access);
  const guard = exchange.guard(access.value.guardPolicy);
  if (!guard.ok) return exchange.deny(guard);

  const guardBound = worstMicroUsd(exchange, read.task, access.value.guardPolicy);
  const reserved = await exchange.reserve(access.value, 0, guardBound);
  if (!reserved.ok) return exchange.deny(reserved);
  const items = await judge(exchange, read.task, access.value.guardPolicy);
  if (!items) return exchange.deny(denied('guard', { reason: 'deadline_exceeded' }));
  await exchange.settleWithoutModel();
  trace.stage = 'done';
  trace.status = 200;
  if (!(await exchange.recordWithoutModel())) {
    trace.fail('audit', 'audit_unavailable');
    return sendDenial(exchange.reply, call.requestId, { reason: 'audit_unavailable' });
  }
  await exchange.reply.send(
    200,
    answerHeaders(call.requestId, 'application/json', exchange.rateLimit),
    JSON.stringify({ items }),
  );
}

/** What the guardrails of the items' policies may cost. */
function worstMicroUsd(exchange: Exchange, { items }: GuardTask, ownPolicy: string): number {
  return items.reduce((sum, { policy = ownPolicy, text }) => {
    const managed = managedOf(exchange, policy);
    return managed === null ? sum : sum + exchange.guardrailMicroUsd(managed.guardrail, textUnits([text]));
  }, 0);
}

/** A policy that is none refuses its items; nothing is paid for them. */
function managedOf({ gateway }: Exchange, policy: string): ManagedPolicy | null {
  try {
    return gateway.ports.guardFor(policy).pipeline.managed;
  } catch {
    return null;
  }
}

/** The answers in order; nothing when the time was over first. */
async function judge(
  exchange: Exchange,
  { items, direction }: GuardTask,
  ownPolicy: string,
): Promise<readonly GuardAnswer[] | undefined> {
  const { gateway, trace, deadline } = exchange;
  const { now, guardFor } = gateway.ports;
  const startMs = now();
  const answers: GuardAnswer[] = [];
  for (let start = 0; start < items.length; start += ITEMS_AT_ONCE) {
    if (start > 0) await new Promise((resolve) => setImmediate(resolve));
    if (deadline.passed) return undefined;
    const some = items.slice(start, start + ITEMS_AT_ONCE).map((item) => ({ policy: ownPolicy, ...item }));
    const own = some.map((item) => checkItem(guardFor, item, { direction }));
    answers.push(...(await Promise.all(own.map((answer, i) => managedToo(exchange, some[i]!, answer, direction)))));
  }
  trace.segments = items.length;
  trace.guardMs = now() - startMs;
  return answers;
}

/** What the pipeline would say: the guardrail of the item's policy judges what our own engine lets pass. */
async function managedToo(
  exchange: Exchange,
  { policy, role = 'user', text }: GuardItem & { readonly policy: string },
  answer: GuardAnswer,
  source: GuardTask['direction'],
): Promise<GuardAnswer> {
  if (!answer.allowed) return answer;
  const managed = managedOf(exchange, policy);
  if (managed === null) return answer;
  const texts = source === 'request' ? managedTexts([{ role, text, path: '' }]) : [answer.redacted ?? text];
  if (texts.length === 0) return answer;
  const verdict = await exchange.askManaged(managed, { source, texts });
  if (verdict === undefined) return answer;
  const { reason, check, score } = verdict;
  return { id: answer.id, allowed: false, reason, check, score, redacted: null };
}
