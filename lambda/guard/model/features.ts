import { FOLD, KIND, MARK, SPACE, UNSPACED } from './characters';
import { WORD_SEED, classNumber, classOf, isBeginning, mixWord } from './word-classes';

/** Bits of a feature's hash. Heads of the model fold it into their own number of buckets. */
export const HASH_BITS = 18;

/** UTF-16 units of text in one block; a window is some blocks in a row. */
export const BLOCK_UNITS = 60;

/** Most features that one unit can end: four character n-grams, two word n-grams, six of word classes, twice at a word's end. */
const FEATURES_PER_UNIT = 16;

const { imul } = Math;
const SHIFT = 32 - HASH_BITS;
const CHARACTER = 0x9e3779b1;
const WORD = 0x85ebca6b;
const BIGRAM = 0xc2b2ae35;
const PAIR = 0x27d4eb2f;
const TRIPLE = 0x165667b1;

/** Word classes further apart than this many units say nothing about each other. */
const NEAR_UNITS = 24;
const FAR_UNITS = 72;

/**
 * Receives the features of one block: hashes of `HASH_BITS` bits, each once a block.
 *
 * The array is reused: what must outlive the call is copied.
 */
export type BlockVisitor = (hashes: Int32Array, count: number, start: number, end: number) => void;

/**
 * Turns text into hashed features, block by block, in one pass and constant memory.
 *
 * Word 1- and 2-grams, character 2- to 5-grams over collapsed spaces, and skip-grams of word classes, which carry
 * a meaning from one language to another. Training and the engine call this very code.
 */
export class FeatureExtractor {
  private readonly hashes = new Int32Array(BLOCK_UNITS * FEATURES_PER_UNIT);
  /** One bit a hash: seen in this block. 32 KB, so that it stays in the nearest cache. */
  private readonly seen = new Int32Array(1 << (HASH_BITS - 5));
  private count = 0;

  /** Calls `visit` for each block of `text`, first to last. */
  public extract(text: string, visit: BlockVisitor): void {
    const kinds = KIND;
    const folds = FOLD;
    const length = text.length;
    let blockStart = 0;
    let blockEnd = Math.min(length, BLOCK_UNITS);
    // the last four units, newest first; spaces before the text stand for its beginning.
    let c1 = 0x20;
    let c2 = 0x20;
    let c3 = 0x20;
    let c4 = 0x20;
    let word = WORD_SEED;
    let wordLength = 0;
    let beginningClass = 0;
    let exactClass = 0;
    let previousWord = WORD_SEED;
    let class1 = 0;
    let class2 = 0;
    let class3 = 0;
    let at1 = 0;
    let at2 = 0;
    let at3 = 0;

    for (let i = 0; i <= length; i++) {
      const unit = i < length ? text.charCodeAt(i) : 0x20;
      const kind = kinds[unit] as number;
      const c0 = folds[unit] as number;
      let found = 0;

      if (kind === SPACE || kind === MARK || kind === UNSPACED) {
        if (wordLength > 0) {
          this.add(imul(word, WORD) >>> SHIFT);
          this.add(imul(imul(previousWord, BIGRAM) ^ word, WORD) >>> SHIFT);
          previousWord = word;
          found = exactClass !== 0 ? exactClass : beginningClass;
          word = WORD_SEED;
          wordLength = 0;
          beginningClass = 0;
        }
        if (kind === UNSPACED) found = unspacedClass(c3, c2, c1, c0);
      } else {
        word = mixWord(word, c0);
        wordLength++;
        const match = classOf(word);
        if (match === 0) exactClass = 0;
        else if (isBeginning(match)) beginningClass = exactClass = classNumber(match);
        else exactClass = classNumber(match);
      }

      const repeatedSpace = c0 === 0x20 && c1 === 0x20;
      const repeatedMark = kind === MARK && c0 === c1 && c0 === c2;
      if (!repeatedSpace && !repeatedMark && i < length) {
        let hash = imul(imul(c0, CHARACTER) ^ c1, CHARACTER);
        this.add(hash >>> SHIFT);
        hash = imul(hash ^ c2, CHARACTER);
        this.add(hash >>> SHIFT);
        hash = imul(hash ^ c3, CHARACTER);
        this.add(hash >>> SHIFT);
        hash = imul(hash ^ c4, CHARACTER);
        this.add(hash >>> SHIFT);
        c4 = c3;
        c3 = c2;
        c2 = c1;
        c1 = c0;
      }

      if (found !== 0) {
        const since1 = i - at1;
        if (class1 !== 0 && since1 <= FAR_UNITS) {
          this.add(pairOf(class1, found, since1));
          if (class2 !== 0 && i - at2 <= FAR_UNITS) {
            this.add(pairOf(class2, found, i - at2));
            this.add(tripleOf(class2, class1, found));
            if (class3 !== 0 && i - at3 <= FAR_UNITS) this.add(pairOf(class3, found, i - at3));
          }
        }
        if (found !== class1) {
          class3 = class2;
          at3 = at2;
          class2 = class1;
          at2 = at1;
        }
        class1 = found;
        at1 = i;
      }

      if (i === blockEnd - 1 && i < length - 1) {
        this.flush(blockStart, blockEnd, visit);
        blockStart = blockEnd;
        blockEnd = Math.min(length, blockEnd + BLOCK_UNITS);
      }
    }
    this.flush(blockStart, length, visit);
  }

  private add(hash: number): void {
    const cell = hash >>> 5;
    const bit = 1 << (hash & 31);
    const bits = this.seen[cell] as number;
    if ((bits & bit) !== 0) return;
    this.seen[cell] = bits | bit;
    this.hashes[this.count++] = hash;
  }

  private flush(start: number, end: number, visit: BlockVisitor): void {
    const { hashes, seen, count } = this;
    this.count = 0;
    for (let i = 0; i < count; i++) seen[(hashes[i] as number) >>> 5] = 0;
    visit(hashes, count, start, end);
  }
}

/** Class of the longest of the last four, three or two units that the lists know, in scripts without spaces. */
function unspacedClass(c3: number, c2: number, c1: number, c0: number): number {
  const four = classOf(mixWord(mixWord(mixWord(mixWord(WORD_SEED, c3), c2), c1), c0));
  if (four !== 0) return classNumber(four);
  const three = classOf(mixWord(mixWord(mixWord(WORD_SEED, c2), c1), c0));
  if (three !== 0) return classNumber(three);
  return classNumber(classOf(mixWord(mixWord(WORD_SEED, c1), c0)));
}

function pairOf(first: number, second: number, units: number): number {
  return imul((first << 16) ^ (second << 8) ^ (units <= NEAR_UNITS ? 1 : 2), PAIR) >>> SHIFT;
}

function tripleOf(first: number, second: number, third: number): number {
  return imul((first << 16) ^ (second << 8) ^ (third << 2) ^ 3, TRIPLE) >>> SHIFT;
}
