import { EMPTY_WORD, hashLetter, meaningOf } from './dictionary';
import { Units } from './units';

/** Those words of a text that have a number (see `numberOf`), runs of ASCII letters whatever their case. */
export interface Words {
  readonly count: number;
  readonly numbers: Uint16Array;
  /** Where each begins, in UTF-16 units, ascending. */
  readonly starts: Int32Array;
}

const UNITS = new Units();

/** Reads the words of a text. */
export function wordsOf(text: string): Words {
  const units = UNITS.of(text);
  const { length } = text;
  for (let i = 0; i < length; i++) {
    let lower = (units[i] as number) | 0x20;
    if (lower < 97 || lower > 122) continue;
    const start = i;
    let hash = EMPTY_WORD;
    do {
      hash = hashLetter(hash, lower);
      lower = (units[++i] as number) | 0x20;
    } while (lower >= 97 && lower <= 122);
    const number = meaningOf(hash) >> 1;
    if (number > 0) LIST.add(number, start);
  }
  return LIST.take();
}

const ROOM = 4096;

/** Collects words; its room is kept for the next text, unless that was a long one. */
export class WordList {
  private numbers = new Uint16Array(ROOM);
  private starts = new Int32Array(ROOM);
  private count = 0;

  public add(number: number, start: number): void {
    const at = this.count++;
    if (at === this.starts.length) this.grow();
    this.numbers[at] = number;
    this.starts[at] = start;
  }

  /** What was collected; the list is empty after it. */
  public take(): Words {
    const { count } = this;
    const words = { count, numbers: this.numbers.slice(0, count), starts: this.starts.slice(0, count) };
    this.count = 0;
    if (this.starts.length > ROOM * 16) {
      this.numbers = new Uint16Array(ROOM);
      this.starts = new Int32Array(ROOM);
    }
    return words;
  }

  private grow(): void {
    const numbers = new Uint16Array(this.starts.length * 2);
    const starts = new Int32Array(this.starts.length * 2);
    numbers.set(this.numbers);
    starts.set(this.starts);
    this.numbers = numbers;
    this.starts = starts;
  }
}

const LIST = new WordList();
