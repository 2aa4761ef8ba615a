import { randomBytes } from 'node:crypto';
import type { ContentKeyItem } from '../../../lambda/core/audit/content-key';
import type { JournalItem } from '../../../lambda/core/audit/journal-item';
import type { AuditPorts } from '../../../lambda/gateway/audit/ports';
import type { AuditOutcome, AuditSubject } from '../../../lambda/gateway/ports';

/** What a write does: arrives, fails before it arrives, or arrives and its answer is lost. */
export type Fate = 'arrives' | 'fails' | 'lost answer';

export const SECRET = Buffer.alloc(32, 7);

/** The audit trail's stores in memory, with a fate for each write. */
export function fakeAudit(fateOf: () => Fate = () => 'arrives', lateFateOf: () => Fate = () => 'arrives') {
  const items = new Map<string, JournalItem>();
  const late = new Map<string, string>();
  const contentKeys = new Map<string, ContentKeyItem>();
  const state = { now: 1_700_000_000_000, aliveAt: undefined as number | undefined, secretCalls: 0, writing: 0 };

  function store(fate: Fate, write: () => void): Promise<void> {
    if (fate === 'fails') return Promise.reject(new Error('down'));
    write();
    return fate === 'lost answer' ? Promise.reject(new Error('answer lost')) : Promise.resolve();
  }

  const ports: AuditPorts = {
    now: () => state.now,
    newId: () => randomBytes(16).toString('hex'),
    journal: {
      async put(item) {
        // a turn of the loop, so that writes of one environment overlap.
        await new Promise((resolve) => setImmediate(resolve));
        const key = `${item.chain}/${item.seq}`;
        if (items.has(key) && items.get(key)!.digest !== item.digest) throw new Error('another item is there');
        await store(fateOf(), () => items.set(key, item));
      },
    },
    late: { put: (key, lines) => store(lateFateOf(), () => late.set(key, lines)) },
    contentKeys: {
      get: (tenant) => Promise.resolve(contentKeys.get(tenant)),
      putIfAbsent: (item) => {
        if (!contentKeys.has(item.tenant)) contentKeys.set(item.tenant, item);
        return Promise.resolve(contentKeys.get(item.tenant)!);
      },
    },
    head: { aliveAt: () => Promise.resolve(state.aliveAt) },
    secret: () => {
      state.secretCalls += 1;
      return Promise.resolve(SECRET);
    },
  };
  return { ports, items, late, contentKeys, state };
}

export function subjectOf(requestId: string, more: Partial<AuditSubject> = {}): AuditSubject {
  return {
    requestId,
    atMs: 1_700_000_000_000,
    principal: { tenant: 'acme', client: 'client-1', user: 'ann', roles: ['developer'], scopes: ['llm/chat'] },
    route: '/chat/completions',
    model: 'model-1',
    promptDigest: 'ab'.repeat(32),
    policyName: 'standard',
    policyVersion: '1',
    ...more,
  };
}

export const OUTCOME: AuditOutcome = {
  atMs: 1_700_000_001_000,
  status: 200,
  reason: null,
  check: null,
  findings: [],
  answerDigest: 'cd'.repeat(32),
  inputTokens: 10,
  outputTokens: 20,
  microUsd: 300,
};
