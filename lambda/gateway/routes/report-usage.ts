import { errorName } from '../../core/log';
import { denied, type Exchange } from '../exchange';
import type { UsageReport } from '../ports';
import { answerHeaders } from '../reply';

/** Answers `/usage`: a client's own limits and use; the whole tenant's for an admin. */
export async function reportUsage(exchange: Exchange): Promise<void> {
  const { ports, times } = exchange.gateway;
  const access = await exchange.access();
  if (!access.ok) return exchange.deny(access);
  // a request without tokens: it counts as one, and the deny-list is in the reservation's condition.
  const reserved = await exchange.reserve(access.value, 0, 0);
  if (!reserved.ok) return exchange.deny(reserved);
  await exchange.settle(0, 0);
  const isAdmin = access.value.scopes.includes('llm/admin');
  let usage: { readonly client: UsageReport; readonly tenant: UsageReport };
  try {
    const work = ports.budget.usageOf(exchange.principal, access.value);
    usage = await exchange.deadline.within(work, times.portMs, 'budget_unavailable');
  } catch (error) {
    exchange.trace.errors.push(`usage:${errorName(error)}`);
    return exchange.deny(denied('budget', { reason: 'budget_unavailable' }));
  }
  exchange.trace.stage = 'done';
  exchange.trace.status = 200;
  await exchange.reply.send(
    200,
    answerHeaders(exchange.call.requestId, 'application/json', exchange.rateLimit),
    JSON.stringify({
      object: 'usage',
      tier: access.value.tier,
      client: usage.client,
      ...(isAdmin ? { tenant: usage.tenant } : {}),
    }),
  );
}
