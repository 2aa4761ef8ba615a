import type { Example } from '../corpus/example';
import { type Random } from '../random';
import { ENGLISH_HARMLESS } from './english';
import { write } from './grammar';
import { plant } from './generate';

/** Sentences of one source that are put into documents. */
export interface Seeds {
  readonly source: string;
  readonly attack: boolean;
  readonly sentences: readonly string[];
}

/** Units of the document that are kept on either side of what was planted: together about one window. */
const MARGIN = 110;

/**
 * Plants sentences in documents and cuts out the place.
 *
 * Orders to a machine and harmless sentences are planted in the same documents by the same code, so that only the
 * sentence can tell them apart.
 */
export function plantedExcerpts(seeds: Seeds, carriers: readonly string[], count: number, random: Random): Example[] {
  return Array.from({ length: count }, (_, i) => {
    const sentence = random.pick(seeds.sentences);
    const carrier = random.pick(carriers);
    const at = random.below(Math.max(1, carrier.length));
    const before = carrier.slice(Math.max(0, at - random.below(MARGIN)), at);
    const after = carrier.slice(at, at + random.below(MARGIN));
    return {
      id: `${seeds.source}-planted-${i}`,
      source: `planted_${seeds.source}`,
      attack: seeds.attack,
      text: join(wholeWords(before, 'end'), sentence, wholeWords(after, 'start'), random),
    };
  });
}

/** Whole documents with a sentence in them, as they would arrive. */
export function plantedDocuments(seeds: Seeds, carriers: readonly string[], count: number, random: Random): Example[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `${seeds.source}-document-${i}`,
    source: `documents_${seeds.source}`,
    attack: seeds.attack,
    text: plant(random.pick(carriers), random.pick(seeds.sentences), random),
  }));
}

/** Documents of the generator's own: e-mails, tables, reviews, news, tickets. */
export function ownDocuments(count: number, random: Random): string[] {
  return Array.from({ length: count }, () => write(ENGLISH_HARMLESS, 'document', random));
}

function wholeWords(text: string, joint: 'start' | 'end'): string {
  const cut = joint === 'end' ? text.replace(/^\S*\s/, '') : text.replace(/\s\S*$/, '');
  return cut.trim();
}

function join(before: string, sentence: string, after: string, random: Random): string {
  const gap = (): string => random.pick([' ', ' ', '\n', '\n\n']);
  return `${before}${before === '' ? '' : gap()}${sentence}${after === '' ? '' : gap()}${after}`;
}
