import { createSign, generateKeyPairSync } from 'node:crypto';
import * as fc from 'fast-check';
import { differences } from '../../lambda/audit/align';
import { inclusionProof, merkleRoot, rootFromProof } from '../../lambda/audit/merkle';
import { createSealer } from '../../lambda/audit/sealer';
import { headerDigest, splitSegment } from '../../lambda/audit/segment';
import { createAuditTrail } from '../../lambda/gateway/audit/audit-trail';
import { fakeAudit, OUTCOME, subjectOf } from '../gateway/audit/fakes';
import { fakeSealer, SEALER_CONFIG, verifyAll, writtenEvents } from './fakes';

const RECORDS = 10;

/** Three segments of ten records, one chain, with content in every OPEN. */
async function sealedTrail(): Promise<Map<number, Buffer>> {
  const audit = fakeAudit();
  const trail = createAuditTrail(audit.ports);
  for (let i = 0; i < 15; i += 1)
    await (await trail.open(subjectOf(`r-${i}`, { content: `text ${i}` }))).close(OUTCOME);
  const fake = fakeSealer(audit.items);
  await createSealer({ ...SEALER_CONFIG, maxRecords: RECORDS }, fake.ports).onEvents(
    writtenEvents(audit.items.values()),
  );
  return fake.segments;
}

let trail: Map<number, Buffer>;
beforeAll(async () => {
  trail = await sealedTrail();
});

/** A copy with the lines of one segment changed. Lines 0 to 2 are header, signature and leaves. */
function withLines(number: number, change: (lines: string[]) => string[]): Map<number, Buffer> {
  const lines = trail.get(number)!.toString().trimEnd().split('\n');
  return new Map(trail).set(number, Buffer.from(`${change(lines).join('\n')}\n`));
}

/** Line of a record: every second record has content below it. */
const lineOf = (index: number) => 3 + index + Math.ceil(index / 2);

describe('a verification', () => {
  test('of an untouched trail finds nothing', () => {
    expect(verifyAll(trail)).toMatchObject({ segments: 3, records: 30, problems: [], incidents: [] });
  });

  test('names an altered record', () => {
    const touched = withLines(2, (lines) => lines.with(lineOf(4), lines[lineOf(4)]!.replace('model-1', 'model-2')));
    expect(verifyAll(touched).problems).toMatchObject([{ segment: 2, index: 4, kind: 'altered' }]);
  });
  test('names a record that was dated back, and the date', () => {
    const touched = withLines(2, (lines) =>
      lines.with(lineOf(4), lines[lineOf(4)]!.replace(/"at":\d+/, '"at":1500000000000')),
    );
    expect(verifyAll(touched).problems).toMatchObject([
      {
        segment: 2,
        index: 4,
        kind: 'altered',
        message: 'segment 2, record 4: the record was altered; it now says 2017-07-14T02:40:00.000Z',
      },
    ]);
  });
  test('names a dropped record', () => {
    const touched = withLines(2, (lines) => lines.toSpliced(lineOf(4), 2));
    expect(verifyAll(touched).problems).toMatchObject([{ segment: 2, index: 4, kind: 'dropped' }]);
  });
  test('names where the end of a segment was cut off', () => {
    const touched = withLines(2, (lines) => lines.slice(0, lineOf(8)));
    expect(verifyAll(touched).problems).toMatchObject([
      { segment: 2, index: 8, kind: 'dropped' },
      { segment: 2, index: 9, kind: 'dropped' },
    ]);
  });
  test('names a repeated record', () => {
    const touched = withLines(2, (lines) => lines.toSpliced(lineOf(5) + 1, 0, lines[lineOf(5)]!));
    expect(verifyAll(touched).problems).toMatchObject([{ segment: 2, index: 6, kind: 'duplicated' }]);
  });
  test('names records that changed places', () => {
    const touched = withLines(2, (lines) =>
      lines.with(lineOf(3), lines[lineOf(5)]!).with(lineOf(5), lines[lineOf(3)]!),
    );
    expect(verifyAll(touched).problems).toEqual(
      expect.arrayContaining([expect.objectContaining({ segment: 2, index: 3, kind: 'reordered' })]),
    );
  });
  test('names a record that was never sealed', () => {
    const touched = withLines(2, (lines) => lines.toSpliced(lineOf(3), 0, lines[lineOf(3)]!.replace('r-', 'x-')));
    expect(verifyAll(touched).problems).toMatchObject([{ segment: 2, index: 3, kind: 'inserted' }]);
  });
  test('names altered, missing and doubled content', () => {
    const at = lineOf(4) + 1;
    const altered = withLines(2, (lines) => lines.with(at, `{"content":"${Buffer.from('other').toString('base64')}"}`));
    const missing = withLines(2, (lines) => lines.toSpliced(at, 1));
    const doubled = withLines(2, (lines) => lines.toSpliced(at, 0, lines[at]!));
    for (const touched of [altered, missing, doubled]) {
      expect(verifyAll(touched).problems).toMatchObject([{ segment: 2, index: 4, kind: 'content' }]);
    }
  });
  test.each([0, 1, 2])('names the segment when line %d of it was altered', (line) => {
    const touched = withLines(2, (lines) => lines.with(line, lines[line]!.replace(/[5-9]/, '4')));
    const { problems } = verifyAll(touched);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.every(({ segment }) => segment === 2)).toBe(true);
  });
  test('names a missing segment, and a cut-off end where the head is known', () => {
    const hole = new Map(trail);
    hole.delete(2);
    expect(verifyAll(hole).problems).toMatchObject([{ segment: 2, kind: 'missing' }]);
    const cut = new Map(trail);
    cut.delete(3);
    expect(verifyAll(cut).problems).toEqual([]);
    expect(verifyAll(cut, { head: { number: 3 } }).problems).toMatchObject([{ segment: 3, kind: 'missing' }]);
  });
  test('names a segment that stands in the place of another', () => {
    const swapped = new Map(trail).set(2, trail.get(3)!).set(3, trail.get(2)!);
    expect(verifyAll(swapped).problems[0]).toMatchObject({ segment: 2, kind: 'misplaced' });
  });
  test('refuses a trail that was made anew with another key', () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const forged = withLines(1, (lines) => {
      const signature = createSign('sha256').update(lines[0]!).sign(other.privateKey);
      return lines.with(1, JSON.stringify({ signature: signature.toString('base64') }));
    });
    expect(verifyAll(forged).problems).toMatchObject([{ segment: 1, kind: 'signature' }]);
    expect(verifyAll(trail, { publicKey: other.publicKey }).problems.map(({ kind }) => kind)).toEqual([
      'signature',
      'signature',
      'signature',
    ]);
  });
  test('says it when the head is of another trail', async () => {
    const other = await sealedTrail();
    const digest = headerDigest(splitSegment(other.get(3)!).header);
    expect(verifyAll(trail, { head: { number: 3, digest } }).problems).toMatchObject([{ segment: 3, kind: 'head' }]);
  });
  test('of an empty folder and of damaged files says what was expected', () => {
    expect(verifyAll(new Map()).problems).toMatchObject([{ message: 'there is no segment at all' }]);
    for (const damage of ['', 'not a segment', '{"format":"other"}\n']) {
      expect(verifyAll(new Map(trail).set(2, Buffer.from(damage))).problems).toMatchObject([
        { segment: 2, kind: 'damaged' },
      ]);
    }
  });
  test('of the end of a trail takes chains as they come', () => {
    const end = new Map(trail);
    end.delete(1);
    expect(verifyAll(end, { from: 2 })).toMatchObject({ records: 20, problems: [] });
  });
});

test('any change of any byte of any segment is found, in that segment', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3 }), fc.nat(), fc.integer({ min: 1, max: 255 }), (number, at, flip) => {
      const bytes = Buffer.from(trail.get(number)!);
      const place = at % bytes.length;
      bytes[place] = bytes[place]! ^ flip;
      const { problems } = verifyAll(new Map(trail).set(number, bytes));
      expect(problems.length).toBeGreaterThan(0);
      expect(problems[0]!.segment).toBe(number);
    }),
    { numRuns: 300 },
  );
});

describe('differences', () => {
  const list = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 30 });
  test('are none between equal lists', () => {
    fc.assert(fc.property(list, (digests) => expect(differences(digests, digests)).toEqual([])));
  });
  test('are some between lists that differ in any way', () => {
    fc.assert(
      fc.property(list, fc.array(fc.nat(40), { maxLength: 30 }), (digests, picks) => {
        const actual = picks.map((i) => digests[i] ?? `new ${i}`);
        const same = actual.length === digests.length && actual.every((digest, i) => digest === digests[i]);
        expect(differences(digests, actual).length > 0).toBe(!same);
      }),
    );
  });
});

describe('a Merkle tree', () => {
  const leaves = fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { minLength: 1, maxLength: 40 });
  // RFC 6962 by its own recursive definition.
  const oracle = (list: Buffer[]): Buffer => {
    if (list.length === 1) return list[0]!;
    const split = 2 ** Math.ceil(Math.log2(list.length) - 1);
    return merkleRoot([oracle(list.slice(0, split)), oracle(list.slice(split))]);
  };
  test('is that of RFC 6962', () => {
    fc.assert(
      fc.property(leaves, (list) => {
        const buffers = list.map((leaf) => Buffer.from(leaf));
        expect(merkleRoot(buffers).equals(oracle(buffers))).toBe(true);
      }),
    );
    expect(merkleRoot([]).toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });
  test('shows one leaf without the others', () => {
    fc.assert(
      fc.property(leaves, fc.nat(), (list, at) => {
        const buffers = list.map((leaf) => Buffer.from(leaf));
        const index = at % buffers.length;
        expect(rootFromProof(buffers[index]!, inclusionProof(buffers, index)).equals(merkleRoot(buffers))).toBe(true);
      }),
    );
  });
});
