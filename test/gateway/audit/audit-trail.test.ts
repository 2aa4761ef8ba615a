import { gunzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { unwrapContentKey } from '../../../lambda/core/audit/content-key';
import type { JournalItem } from '../../../lambda/core/audit/journal-item';
import { decodeRecord, genesisOf, recordDigest } from '../../../lambda/core/audit/record';
import { revealPrincipal } from '../../../lambda/core/audit/identity';
import { unsealContent } from '../../../lambda/core/audit/seal';
import { deriveSecrets } from '../../../lambda/core/audit/secrets';
import { AUDIT_TRAIL_POLICY, createAuditTrail } from '../../../lambda/gateway/audit/audit-trail';
import { fakeAudit, type Fate, OUTCOME, SECRET, subjectOf } from './fakes';

function groupByChain(items: Iterable<JournalItem>): Map<string, JournalItem[]> {
  const chains = new Map<string, JournalItem[]>();
  for (const item of items) chains.set(item.chain, [...(chains.get(item.chain) ?? []), item]);
  return chains;
}

/** Every chain is 1, 2, 3 … with each record naming the one before. */
function expectWholeChains(items: Iterable<JournalItem>) {
  const chains = groupByChain(items);
  for (const [chain, records] of chains) {
    let prev = genesisOf(chain);
    records.sort((a, b) => a.seq - b.seq);
    for (const [index, { seq, text, digest }] of records.entries()) {
      const record = decodeRecord(text);
      expect(seq).toBe(index + 1);
      expect(record).toMatchObject({ chain, seq, prev });
      expect(recordDigest(text)).toBe(digest);
      prev = digest;
    }
  }
}

describe('a request', () => {
  test('has an OPEN before and a CLOSE after, on one chain', async () => {
    const { ports, items } = fakeAudit();
    const open = await createAuditTrail(ports).open(subjectOf('r-1'));
    expect([...items.values()].map(({ text }) => decodeRecord(text).type)).toEqual(['open']);
    await open.close(OUTCOME);

    const [first, second] = [...items.values()].map(({ text }) => decodeRecord(text));
    expect(second).toMatchObject({
      type: 'close',
      request: 'r-1',
      seq: 2,
      open: recordDigest([...items.values()][0]!.text),
    });
    expect(first!.chain).toBe(second!.chain);
  });

  test('that was refused is one record', async () => {
    const { ports, items } = fakeAudit();
    await createAuditTrail(ports).refuse(subjectOf('r-1'), { ...OUTCOME, status: 400, reason: 'prompt_injection' });
    expect([...items.values()].map(({ text }) => decodeRecord(text))).toMatchObject([
      { type: 'refusal', request: 'r-1', status: 400, reason: 'prompt_injection', seq: 1 },
    ]);
  });

  test('names nobody in clear, and those with the key can read who it was', async () => {
    const { ports, items } = fakeAudit();
    await createAuditTrail(ports).open(subjectOf('r-1'));
    const [item] = items.values();
    expect(item!.text).not.toMatch(/acme|client-1|"ann"|abab/);

    const record = decodeRecord(item!.text);
    if (record.type !== 'open') throw new Error('expected an OPEN');
    const secrets = deriveSecrets(SECRET);
    expect(revealPrincipal(secrets, record)).toEqual({ tenant: 'acme', client: 'client-1', user: 'ann' });
    // moved to the record of another, it does not open.
    expect(() => revealPrincipal(secrets, { ...record, tenant: record.client })).toThrow();
  });

  test('asks KMS once, however many requests there are', async () => {
    const { ports, state } = fakeAudit();
    const trail = createAuditTrail(ports);
    await Promise.all(
      Array.from({ length: 1_000 }, async (_, i) => (await trail.open(subjectOf(`r-${i}`))).close(OUTCOME)),
    );
    expect(state.secretCalls).toBe(1);
  });

  test('asks KMS again when it failed', async () => {
    const { ports, state } = fakeAudit();
    const secret = jest.fn(ports.secret).mockRejectedValueOnce(new Error('throttled'));
    const trail = createAuditTrail({ ...ports, secret });
    await expect(trail.open(subjectOf('r-1'))).rejects.toThrow('throttled');
    await trail.open(subjectOf('r-2'));
    expect(state.secretCalls).toBe(1);
  });
});

describe('content', () => {
  test('is kept only when it is given, under a key of the tenant', async () => {
    const { ports, items, contentKeys } = fakeAudit();
    const trail = createAuditTrail(ports);
    await trail.open(subjectOf('r-0'));
    expect(contentKeys.size).toBe(0);
    await trail.open(subjectOf('r-1', { content: 'my secret prompt' }));

    const item = [...items.values()][1]!;
    const record = decodeRecord(item.text);
    const [keyItem] = contentKeys.values();
    if (record.type !== 'open' || keyItem === undefined || 'erasedAt' in keyItem) throw new Error('expected content');
    expect(record.content).toMatchObject({ bytes: item.content!.length, key: keyItem.name });
    const key = unwrapContentKey(deriveSecrets(SECRET), keyItem);
    const sealed = { body: Buffer.from(item.content!), tag: Buffer.from(record.content!.tag, 'base64') };
    const opened = unsealContent(key.ofChain(record.chain), record.seq, sealed);
    expect(gunzipSync(opened).toString()).toBe('my secret prompt');
  });

  test('of a tenant that was erased is not kept any more', async () => {
    const { ports, items, contentKeys, state } = fakeAudit();
    const trail = createAuditTrail(ports);
    await trail.open(subjectOf('r-1', { content: 'before' }));
    const [tenant] = contentKeys.keys();
    contentKeys.set(tenant!, { tenant: tenant!, erasedAt: state.now });
    state.now += AUDIT_TRAIL_POLICY.contentKeys.maxAgeMs;
    await trail.open(subjectOf('r-2', { content: 'after' }));
    expect([...items.values()].map(({ content }) => content !== undefined)).toEqual([true, false]);
    expect([...contentKeys.values()]).toEqual([{ tenant, erasedAt: expect.any(Number) }]);
  });
});

describe('fails closed', () => {
  test('when the journal is down: nothing is opened', async () => {
    const trail = createAuditTrail(fakeAudit(() => 'fails').ports);
    await expect(trail.open(subjectOf('r-1'))).rejects.toThrow(/could not be written/);
  });

  test('when KMS is down: nothing is opened', async () => {
    const { ports, items } = fakeAudit();
    const trail = createAuditTrail({ ...ports, secret: () => Promise.reject(new Error('no KMS')) });
    await expect(trail.open(subjectOf('r-1'))).rejects.toThrow('no KMS');
    expect(items.size).toBe(0);
  });

  test('when a CLOSE reaches neither the journal nor the bucket', async () => {
    let fate: Fate = 'arrives';
    const { ports } = fakeAudit(
      () => fate,
      () => 'fails',
    );
    const open = await createAuditTrail(ports).open(subjectOf('r-1'));
    fate = 'fails';
    await expect(open.close(OUTCOME)).rejects.toThrow('down');
  });

  test('when nothing was sealed for too long, and recovers by itself', async () => {
    const { ports, state, items } = fakeAudit();
    const trail = createAuditTrail(ports);
    const before = await trail.open(subjectOf('r-1'));
    state.aliveAt = state.now;
    state.now += AUDIT_TRAIL_POLICY.maxUnsealedMs + 1;
    await expect(trail.open(subjectOf('r-2'))).rejects.toThrow(/the sealer has not run since/);
    // a request that had begun may end.
    await before.close(OUTCOME);
    expect(items.size).toBe(2);

    state.aliveAt = state.now;
    await trail.open(subjectOf('r-3'));
    expect(items.size).toBe(3);
  });

  test('when the head of the sealer cannot be read for too long', async () => {
    const { ports, state } = fakeAudit();
    const trail = createAuditTrail({ ...ports, head: { aliveAt: () => Promise.reject(new Error('down')) } });
    await trail.open(subjectOf('r-1'));
    state.now += AUDIT_TRAIL_POLICY.maxUnsealedMs + 1;
    await expect(trail.open(subjectOf('r-2'))).rejects.toThrow(/the sealer has not run/);
  });
});

test('a CLOSE that cannot be written becomes an object in the locked bucket, at its place of the chain', async () => {
  let fate: Fate = 'arrives';
  const { ports, items, late } = fakeAudit(() => fate);
  const trail = createAuditTrail(ports);
  const open = await trail.open(subjectOf('r-1'));
  fate = 'fails';
  await open.close(OUTCOME);

  const [[key, lines]] = [...late] as [[string, string]];
  const record = decodeRecord(lines.trimEnd());
  expect(key).toMatch(/^late\/20231114T221321000Z-[0-9a-f]{32}-000000000002-[0-9a-f]{16}\.jsonl$/);
  expect(record).toMatchObject({ type: 'close', seq: 2, prev: [...items.values()][0]!.digest });

  fate = 'arrives';
  await trail.open(subjectOf('r-2'));
  expect(decodeRecord([...items.values()][1]!.text)).toMatchObject({ seq: 1, request: 'r-2' });
});

test('whatever becomes of single writes, no chain has a gap or a fork and no answered request lacks a record', async () => {
  const fates: fc.Arbitrary<Fate> = fc.constantFrom('arrives', 'arrives', 'fails', 'lost answer');
  await fc.assert(
    fc.asyncProperty(
      fc.array(fates, { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 20 }),
      async (plan, requests) => {
        let next = 0;
        const { ports, items, late } = fakeAudit(() => plan[next++ % plan.length]!);
        const trail = createAuditTrail(ports);
        const answered: string[] = [];
        await Promise.all(
          Array.from({ length: requests }, async (_, i) => {
            try {
              const open = await trail.open(subjectOf(`r-${i}`));
              await open.close(OUTCOME);
              answered.push(`r-${i}`);
            } catch {
              // refused with 503: nothing is promised.
            }
          }),
        );
        const all = new Map(items);
        for (const lines of late.values()) {
          const text = lines.trimEnd();
          const { chain, seq } = decodeRecord(text);
          const item = { chain, seq, text, digest: recordDigest(text) };
          // a record on both paths is the same record.
          expect(all.get(`${chain}/${seq}`)?.digest ?? item.digest).toBe(item.digest);
          all.set(`${chain}/${seq}`, item);
        }
        expectWholeChains(all.values());
        const types = (request: string) =>
          [...all.values()]
            .map(({ text }) => decodeRecord(text))
            .filter((r) => r.request === request)
            .map((r) => r.type)
            .sort();
        for (const request of answered) expect(types(request)).toEqual(['close', 'open']);
      },
    ),
    { numRuns: 200 },
  );
});
