import { FeatureExtractor } from '../../lambda/guard/model/features';
import { type Brevity, brevityOf } from '../../lambda/guard/model/injection-detector';

/** More units than any head calls short. */
const BEGINNING_UNITS = 64;

/** Features of many texts, block by block, in one growing array. */
export class FeatureStore {
  private readonly extractor = new FeatureExtractor();
  private hashes = new Int32Array(1 << 22);
  private used = 0;
  /** Where each block's features begin; one more entry than blocks. */
  private readonly blockStarts: number[] = [0];
  /** First block of each text; one more entry than texts. */
  private readonly textStarts: number[] = [0];
  /** Beginnings of the texts: enough to say which are short as a whole. */
  private readonly beginnings: string[] = [];

  /** Adds one text; returns its number. */
  public add(text: string): number {
    this.beginnings.push(text.slice(0, BEGINNING_UNITS));
    this.extractor.extract(text, (hashes, count) => {
      while (this.used + count > this.hashes.length) {
        const grown = new Int32Array(this.hashes.length * 2);
        grown.set(this.hashes);
        this.hashes = grown;
      }
      this.hashes.set(hashes.subarray(0, count), this.used);
      this.used += count;
      this.blockStarts.push(this.used);
    });
    this.textStarts.push(this.blockStarts.length - 1);
    return this.textStarts.length - 2;
  }

  /** What a text that is short as a whole loses of a head's log-odds. */
  public brevity(text: number, brevity: Brevity): number {
    return brevityOf(this.beginnings[text] as string, brevity);
  }

  /** All features of all texts. */
  public features(): Int32Array {
    return this.hashes;
  }

  /** Windows of a text as ranges of features: `span` blocks each, one every `hop` blocks. */
  public windows(text: number, span: number, hop: number): { readonly from: number; readonly to: number }[] {
    const first = this.textStarts[text] as number;
    const end = this.textStarts[text + 1] as number;
    const windows = [];
    for (let block = first; ; block += hop) {
      const last = Math.min(block + span, end);
      windows.push({ from: this.blockStarts[block] as number, to: this.blockStarts[last] as number });
      if (last === end) return windows;
    }
  }
}
