import { createHash, createSign, type KeyObject } from 'node:crypto';
import { merkleRoot } from '../../lambda/audit/merkle';
import { parseHeader } from '../../lambda/audit/segment';
import { recordDigest } from '../../lambda/core/audit/record';
import type { Random } from './random';

/** A trail that was tampered with, and where. */
export interface Tampered {
  readonly segments: ReadonlyMap<number, Buffer>;
  readonly kind: string;
  readonly segment: number;
  /** Absent where the whole segment is concerned. */
  readonly index?: number;
}

/** A record of a segment with its content line, if it has one. */
interface Unit {
  readonly record: string;
  readonly content?: string;
}

interface Parts {
  readonly head: readonly [header: string, signature: string, leaves: string];
  readonly units: readonly Unit[];
}

function partsOf(bytes: Buffer): Parts {
  const [header, signature, leaves, ...body] = bytes.toString('utf8').trimEnd().split('\n');
  const units: Unit[] = [];
  for (const line of body) {
    if (line.startsWith('{"content":')) units.push({ ...units.pop()!, content: line });
    else units.push({ record: line });
  }
  return { head: [header!, signature!, leaves!], units };
}

function bytesOf({ head, units }: Parts): Buffer {
  const lines = [...head];
  for (const { record, content } of units) lines.push(record, ...(content === undefined ? [] : [content]));
  return Buffer.from(`${lines.join('\n')}\n`);
}

/** Changes one character of a text, at random, to another printable one; never a line's end. */
function alterText(text: string, random: Random): string {
  const at = random.below(text.length);
  for (;;) {
    const letter = String.fromCharCode(random.between(0x20, 0x7e));
    if (letter !== text[at]) return text.slice(0, at) + letter + text.slice(at + 1);
  }
}

/** A record with its time set back by up to ten years. */
function backDate(text: string, random: Random): string {
  return text.replace(/"at":(\d+)/, (_, at: string) => `"at":${Number(at) - random.between(1, 315_360_000_000)}`);
}

type Tampering = (parts: Parts, random: Random, strangerKey: KeyObject) => { parts: Parts; index?: number } | undefined;

const withUnits = (parts: Parts, units: readonly Unit[], index?: number) => ({
  parts: { ...parts, units },
  ...(index !== undefined && { index }),
});

/** Tamperings of one segment; each answers where it struck, or nothing where it cannot strike. */
export const SEGMENT_TAMPERINGS: Readonly<Record<string, Tampering>> = {
  alter: (parts, random) => {
    const at = random.below(parts.units.length);
    const unit = parts.units[at]!;
    return withUnits(parts, parts.units.with(at, { ...unit, record: alterText(unit.record, random) }), at);
  },
  'date back': (parts, random) => {
    const at = random.below(parts.units.length);
    const unit = parts.units[at]!;
    return withUnits(parts, parts.units.with(at, { ...unit, record: backDate(unit.record, random) }), at);
  },
  drop: (parts, random) => {
    const at = random.below(parts.units.length);
    return withUnits(parts, parts.units.toSpliced(at, 1), at);
  },
  truncate: (parts, random) => {
    const at = random.below(parts.units.length);
    return withUnits(parts, parts.units.slice(0, at), at);
  },
  duplicate: (parts, random) => {
    const from = random.below(parts.units.length);
    const to = random.below(parts.units.length + 1);
    // beside itself, the first copy is the right one.
    const index = to === from ? from + 1 : to;
    return withUnits(parts, parts.units.toSpliced(to, 0, parts.units[from]!), index);
  },
  reorder: (parts, random) => {
    if (parts.units.length < 2) return undefined;
    const from = random.below(parts.units.length - 1);
    const to = random.between(from + 1, parts.units.length - 1);
    return withUnits(parts, parts.units.with(from, parts.units[to]!).with(to, parts.units[from]!), from);
  },
  insert: (parts, random) => {
    const at = random.below(parts.units.length + 1);
    const forged = { record: backDate(random.pick(parts.units).record, random) };
    return withUnits(parts, parts.units.toSpliced(at, 0, forged), at);
  },
  'alter content': (parts, random) => {
    const at = parts.units.findIndex(({ content }) => content !== undefined);
    const unit = parts.units[at];
    if (unit?.content === undefined) return undefined;
    return withUnits(parts, parts.units.with(at, { ...unit, content: alterBase64(unit.content, random) }), at);
  },
  'drop content': (parts) => {
    const at = parts.units.findIndex(({ content }) => content !== undefined);
    const unit = parts.units[at];
    return unit && withUnits(parts, parts.units.with(at, { record: unit.record }), at);
  },
  'alter header': (parts, random) => {
    const [header, signature, leaves] = parts.head;
    return { parts: { ...parts, head: [alterText(header, random), signature, leaves] } };
  },
  'alter signature': (parts, random) => {
    const [header, signature, leaves] = parts.head;
    return { parts: { ...parts, head: [header, alterBase64(signature, random), leaves] } };
  },
  'alter leaves': (parts, random) => {
    const [header, signature, leaves] = parts.head;
    return { parts: { ...parts, head: [header, signature, alterBase64(leaves, random)] } };
  },
  /** A record is altered and everything that can be computed without the key is computed anew. */
  'forge all but the signature': (parts, random) => ({ parts: forge(parts, random) }),
  /** The same, signed with a key of the forger's. */
  'forge all with another key': (parts, random, strangerKey) => {
    const { head, units } = forge(parts, random);
    const signature = createSign('sha256').update(head[0]).sign(strangerKey).toString('base64');
    return { parts: { units, head: [head[0], JSON.stringify({ signature }), head[2]] } };
  },
};

function alterBase64(line: string, random: Random): string {
  const start = line.indexOf(':"') + 2;
  const end = line.lastIndexOf('"');
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  const at = random.between(start, end - 5);
  const letter = random.pick([...letters].filter((each) => each !== line[at]));
  return line.slice(0, at) + letter + line.slice(at + 1);
}

function forge({ head, units }: Parts, random: Random): Parts {
  const at = random.below(units.length);
  const forged = units.with(at, { ...units[at]!, record: backDate(units[at]!.record, random) });
  const leaves = forged.map(({ record }) => Buffer.from(recordDigest(record), 'hex'));
  const header = { ...parseHeader(head[0]), root: merkleRoot(leaves).toString('hex') };
  return {
    units: forged,
    head: [JSON.stringify(header), head[1], JSON.stringify({ leaves: Buffer.concat(leaves).toString('base64') })],
  };
}

/** Tamperings of the list of segments. */
export const TRAIL_TAMPERINGS: Readonly<
  Record<string, (segments: ReadonlyMap<number, Buffer>, random: Random) => Omit<Tampered, 'kind'>>
> = {
  'drop a segment': (segments, random) => {
    const segment = random.between(1, segments.size);
    const left = new Map(segments);
    left.delete(segment);
    return { segments: left, segment };
  },
  'cut off the end': (segments, random) => {
    const segment = random.between(2, segments.size);
    return { segments: new Map([...segments].filter(([number]) => number < segment)), segment };
  },
  'swap two segments': (segments, random) => {
    const segment = random.between(1, segments.size - 1);
    const other = random.between(segment + 1, segments.size);
    return {
      segments: new Map(segments).set(segment, segments.get(other)!).set(other, segments.get(segment)!),
      segment,
    };
  },
  'repeat a segment at the end': (segments, random) => {
    const segment = segments.size + 1;
    return { segments: new Map(segments).set(segment, segments.get(random.between(1, segments.size))!), segment };
  },
};

/** Applies one random tampering. */
export function tamper(segments: ReadonlyMap<number, Buffer>, random: Random, strangerKey: KeyObject): Tampered {
  const names = [...Object.keys(SEGMENT_TAMPERINGS), ...Object.keys(TRAIL_TAMPERINGS)];
  for (;;) {
    const kind = random.pick(names);
    const ofTrail = TRAIL_TAMPERINGS[kind];
    if (ofTrail !== undefined) return { kind, ...ofTrail(segments, random) };
    const segment = random.between(1, segments.size);
    const struck = SEGMENT_TAMPERINGS[kind]!(partsOf(segments.get(segment)!), random, strangerKey);
    if (struck === undefined) continue;
    const bytes = bytesOf(struck.parts);
    if (bytes.equals(segments.get(segment)!)) continue;
    return {
      kind,
      segments: new Map(segments).set(segment, bytes),
      segment,
      ...(struck.index !== undefined && { index: struck.index }),
    };
  }
}

/** Short name of a trail, to tell trails of a proof apart. */
export function trailName(segments: ReadonlyMap<number, Buffer>): string {
  const hash = createHash('sha256');
  for (const bytes of segments.values()) hash.update(bytes);
  return hash.digest('hex').slice(0, 12);
}
