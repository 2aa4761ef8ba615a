import type { Random } from '../../prove/audit/random';

const SUBJECTS = [
  'the parcel',
  'my invoice',
  'the second lesson',
  'our garden',
  'the night train',
  'a small bakery',
  'the blue chair',
  'her letter',
  'the old bridge',
  'the kettle',
];
const VERBS = [
  'arrived',
  'was repaired',
  'looked different',
  'cost more',
  'went missing',
  'came early',
  'was closed',
  'smelled of paint',
  'stood still',
  'made us laugh',
];
const ENDS = [
  'in the morning',
  'after the storm',
  'near the station',
  'before lunch',
  'in the rain',
  'on Sunday',
  'at the market',
  'behind the school',
  'in late autumn',
  'for an hour',
];

/** Three harmless sentences, nearly never the same twice. */
export function harmless(random: Random): string {
  const sentence = () => `${random.pick(SUBJECTS)} ${random.pick(VERBS)} ${random.pick(ENDS)}`;
  return `We wrote because ${sentence()}. Later, ${sentence()}. In the end, ${sentence()}.`;
}

export const PROVENANCE = JSON.stringify({
  source: 'letters to a shop',
  license: 'own',
  collectedAt: '2026-10-01',
  collectedBy: 'data team',
  legalBasis: 'consent of the writers',
});

export interface Row {
  readonly id: string;
  readonly text: string;
  readonly label: string;
  readonly source: string;
}

/** Harmless rows of some sources, labelled at random. */
export function harmlessRows(random: Random, count: number): Row[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `ok-${i}`,
    text: harmless(random),
    label: random.pick(['praise', 'complaint']),
    source: `shop-${i % 5}`,
  }));
}

export function linesOf(rows: readonly Row[]): string {
  return rows.map((row) => JSON.stringify(row)).join('\n');
}
