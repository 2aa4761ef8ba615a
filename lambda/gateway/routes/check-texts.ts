import { checkItem, type GuardAnswer } from '../../guard/check-item';
import { denied, type Exchange } from '../exchange';
import { answerHeaders, sendDenial } from '../reply';
import { readBody } from '../request/read-body';
import { readGuardItems, type GuardTask } from '../request/read-guard-items';

/** One thread serves many: so many items are judged before the others are let through. */
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

  const reservation = exchange.reserve(access.value, 0, 0);
  const items = await judge(exchange, read.task, access.value.guardPolicy);
  const reserved = await reservation;
  if (!reserved.ok) return exchange.deny(reserved);
  if (!items) return exchange.deny(denied('guard', { reason: 'deadline_exceeded' }));
  await exchange.settle(0, 0);
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

/** The answers in order; nothing when the time was over first. */
async function judge(
  { gateway, trace, deadline }: Exchange,
  { items, direction }: GuardTask,
  ownPolicy: string,
): Promise<readonly GuardAnswer[] | undefined> {
  const { now, guardFor } = gateway.ports;
  const startMs = now();
  const answers: GuardAnswer[] = [];
  for (const [i, item] of items.entries()) {
    if (i > 0 && i % ITEMS_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
    if (deadline.passed) return undefined;
    answers.push(checkItem(guardFor, { policy: ownPolicy, ...item }, { direction }));
  }
  trace.segments = items.length;
  trace.guardMs = now() - startMs;
  return answers;
}
