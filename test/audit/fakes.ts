import { createSign, generateKeyPairSync } from 'node:crypto';
import type { ChainState } from '../../lambda/audit/chain-states';
import type { JournalEvent } from '../../lambda/audit/journal-event';
import type { Head, OpenRequest, SealerPorts } from '../../lambda/audit/ports';
import type { SealerConfig } from '../../lambda/audit/sealer';
import { FIRST_PREVIOUS, segmentNumber } from '../../lambda/audit/segment';
import { TrailVerifier, type VerifyOptions } from '../../lambda/audit/verify';
import type { JournalItem } from '../../lambda/core/audit/journal-item';
import { decodeRecord, recordDigest } from '../../lambda/core/audit/record';

export const SEALER_CONFIG: SealerConfig = {
  signingKey: 'arn:aws:kms:eu-west-1:111122223333:key/signing',
  staleAfterMs: 20 * 60_000,
  tableRetentionMs: 3 * 24 * 60 * 60_000,
  maxRecords: 1_000,
  maxBytes: 16 * 1024 * 1024,
  outageMs: 12 * 60 * 60_000,
};

export const KEYS = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** What the sealer reaches, in memory. `beforeStep` may throw: a process that dies there. */
export function fakeSealer(
  journal: ReadonlyMap<string, JournalItem> = new Map(),
  late: ReadonlyMap<string, string> = new Map(),
  beforeStep: (step: string) => void = () => undefined,
) {
  const segments = new Map<number, Buffer>();
  const chains = new Map<string, ChainState>();
  const opens = new Map<string, OpenRequest | 'closed'>();
  const expiring = new Set<string>();
  const settled: OpenRequest[] = [];
  const metrics: Record<string, number>[] = [];
  const state = { now: 1_700_000_060_000, head: { number: 0, digest: FIRST_PREVIOUS, sealedAt: 0 } as Head };

  async function step<Value>(name: string, act: () => Value): Promise<Value> {
    await new Promise((resolve) => setImmediate(resolve));
    beforeStep(name);
    return act();
  }

  const ports: SealerPorts = {
    now: () => state.now,
    journal: {
      range: (chain, from, to) =>
        step('range', () =>
          [...journal.values()]
            .filter((item) => item.chain === chain && item.seq >= from && item.seq <= to)
            .sort((a, b) => a.seq - b.seq),
        ),
      async *scan() {
        const all = [...journal.values()].sort((a, b) =>
          a.chain === b.chain ? a.seq - b.seq : a.chain < b.chain ? -1 : 1,
        );
        for (let at = 0; at < all.length; at += 7) yield step('scan', () => all.slice(at, at + 7));
      },
      expire: (items) => step('expire', () => items.forEach(({ chain, seq }) => expiring.add(`${chain}/${seq}`))),
    },
    late: {
      after: (key) =>
        step('late', () =>
          [...late]
            .filter(([each]) => each > key)
            .map(([each, lines]) => {
              const text = lines.split('\n')[0]!;
              const { chain, seq } = decodeRecord(text);
              return { key: each, item: { chain, seq, text, digest: recordDigest(text) } };
            }),
        ),
    },
    segments: {
      get: (number) => step('get', () => segments.get(number)),
      putIfAbsent: (number, bytes) =>
        step('put', () => {
          if (segments.has(number)) return false;
          segments.set(number, bytes);
          return true;
        }),
    },
    state: {
      head: () => step('head', () => state.head),
      advance: (head) =>
        step('advance', () => {
          if (head.number > state.head.number) state.head = { ...state.head, ...head };
        }),
      alive: (aliveAt) => step('alive', () => void (state.head = { ...state.head, aliveAt })),
      chains: (names) =>
        step('chains', () => new Map(names.flatMap((name) => (chains.has(name) ? [[name, chains.get(name)!]] : [])))),
      saveChains: (states) =>
        step('saveChains', () => {
          for (const [chain, next] of states) if ((chains.get(chain)?.seq ?? 0) < next.seq) chains.set(chain, next);
        }),
      addOpens: (list) =>
        step('addOpens', () => {
          for (const open of list) {
            if (opens.get(open.digest) === 'closed') opens.delete(open.digest);
            else opens.set(open.digest, open);
          }
        }),
      closeOpens: (digests) =>
        step('closeOpens', () => {
          for (const digest of digests) if (!opens.delete(digest)) opens.set(digest, 'closed');
        }),
      forgetOpens: (digests) => step('forgetOpens', () => digests.forEach((digest) => opens.delete(digest))),
      opensBefore: (atMs) =>
        step('opensBefore', () =>
          [...opens.values()].filter((open): open is OpenRequest => open !== 'closed' && open.at < atMs),
        ),
    },
    sign: (bytes) => step('sign', () => createSign('sha256').update(bytes).sign(KEYS.privateKey)),
    settle: (open) => step('settle', () => void settled.push(open)),
    emit: (values) => void metrics.push({ ...values }),
  };
  return { ports, segments, chains, opens, expiring, settled, metrics, state };
}

/** The stream's view of items that were written. */
export function writtenEvents(items: Iterable<JournalItem>): JournalEvent[] {
  return [...items].map((item) => ({ type: 'written', item }));
}

/** Verifies segments in the order of their numbers, as the command does. */
export function verifyAll(segments: ReadonlyMap<number, Buffer>, options: Partial<VerifyOptions> = {}) {
  const verifier = new TrailVerifier({ publicKey: KEYS.publicKey, ...options });
  for (const number of [...segments.keys()].sort((a, b) => a - b))
    verifier.add({ number, bytes: segments.get(number)! });
  return verifier.end();
}

export const numberOf = (key: string): number => segmentNumber(key) ?? -1;
