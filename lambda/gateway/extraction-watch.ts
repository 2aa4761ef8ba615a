import type { Principal } from '../core/principal';
import { ExtractionMemory, type ExtractionRequest } from '../guard/extraction';
import type { Task } from './request/task';

/** Callers that are remembered, 5 KB each; the one that called longest ago goes first. */
const MAX_CALLERS = 2_000;
/** For so long after a request for log probabilities everything is seen in their light. */
const PROBE_MS = 3_600_000;

/** Fields that only serve to look into a model; the API refuses them. */
const PROBES: ReadonlySet<string> = new Set(['logprobs', 'top_logprobs', 'logit_bias', 'include']);

interface Caller {
  readonly memory: ExtractionMemory;
  probedAtMs: number;
}

/**
 * Watches callers for extraction, in the memory of this process.
 *
 * The one state that outlives a request, by purpose (docs/adr/0031): no round trip more, at the price that a caller who is
 * served by several processes at once is seen by each in part.
 */
export class ExtractionWatch {
  private readonly callers = new Map<string, Caller>();

  /** A request was refused for what it asked for. */
  public refusedField(principal: Principal, param: string, nowMs: number): void {
    if (PROBES.has(param)) this.callerOf(principal).probedAtMs = nowMs;
  }

  /** Remembers a request and scores it, 0 to 1. */
  public score(principal: Principal, task: Pick<Task, 'turns' | 'choices' | 'temperature'>, nowMs: number): number {
    const caller = this.callerOf(principal);
    const request: ExtractionRequest = {
      prompt: task.turns.findLast(({ role }) => role === 'user')?.content.text ?? '',
      conversation: task.turns.map(({ role, content }) => `${role}\n${content.text}`),
      logprobs: nowMs - caller.probedAtMs < PROBE_MS,
      choices: task.choices,
      ...(task.temperature === undefined ? {} : { temperature: task.temperature }),
      atMs: nowMs,
    };
    return caller.memory.score(request);
  }

  private callerOf({ tenant, client, user = '' }: Principal): Caller {
    // no part can hold a line break, so that no two callers share a key.
    const key = `${tenant}\n${client}\n${user}`;
    const caller = this.callers.get(key) ?? { memory: new ExtractionMemory(), probedAtMs: -Infinity };
    this.callers.delete(key);
    this.callers.set(key, caller);
    if (this.callers.size > MAX_CALLERS) {
      const [oldest] = this.callers.keys();
      if (oldest !== undefined) this.callers.delete(oldest);
    }
    return caller;
  }
}
