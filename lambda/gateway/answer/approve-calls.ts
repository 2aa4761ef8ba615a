import { argumentsDigest } from '../../core/approval';
import { errorName } from '../../core/log';
import { denied, type Denied, type Exchange } from '../exchange';
import type { Access } from '../ports';
import type { GuardedToolCall } from './choice';

/** Approvals that one request may bring. */
const MAX_TOKENS = 8;

/**
 * Lets a call of a write tool through only with an approval of this very call: this tool, these arguments, once.
 *
 * A caller without one is told the digest that an approver needs, never the arguments.
 *
 * @param asked what this request has asked of its approvals, over all choices: the store lets a request that repeats its
 *   question use an approval again, so that a lost reply costs none, and two equal calls would pass with one approval.
 */
export async function approveCalls(
  exchange: Exchange,
  { tenant, tools }: Access,
  calls: readonly GuardedToolCall[],
  asked: Set<string>,
): Promise<Denied | undefined> {
  const writing = new Set(tools.filter(({ kind }) => kind === 'write').map(({ name }) => name));
  const tokens = exchange.call
    .header('x-llm-approval')
    .flatMap((value) => value.split(','))
    .map((token) => token.trim())
    .slice(0, MAX_TOKENS);
  for (const { name, argumentsJson } of calls) {
    if (!writing.has(name)) continue;
    const call = {
      tenant,
      client: exchange.principal.client,
      tool: name,
      argumentsDigest: argumentsDigest(argumentsJson),
    };
    const approval = { tool: name, argumentsDigest: call.argumentsDigest };
    if (tokens.length === 0) return denied('response', { reason: 'approval_required', check: 'write-tool', approval });
    if (!(await anyOf(exchange, tokens, call, asked))) {
      return denied('response', { reason: 'approval_invalid', check: 'write-tool', approval });
    }
  }
  return undefined;
}

async function anyOf(
  { gateway, deadline, call: { requestId }, trace }: Exchange,
  tokens: readonly string[],
  call: Parameters<Exchange['gateway']['ports']['approvals']['use']>[1],
  asked: Set<string>,
): Promise<boolean> {
  for (const token of tokens) {
    const question = `${token} ${call.tool} ${call.argumentsDigest}`;
    if (asked.has(question)) continue;
    asked.add(question);
    try {
      const use = gateway.ports.approvals.use(token, call, requestId);
      if (await deadline.within(use, gateway.times.portMs, 'guard_deadline_exceeded')) return true;
    } catch (error) {
      // what cannot be known is not approved.
      trace.errors.push(`approval:${errorName(error)}`);
    }
  }
  return false;
}
