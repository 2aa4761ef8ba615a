import { identityOf } from './data-identity';

/**
 * Stand-ins for what must not reach a model, consistent over one request: the same value has the same number, so that
 * the model can still tell two people apart.
 */
export class Placeholders {
  private readonly names = new Map<string, string>();
  private readonly counts = new Map<string, number>();
  private taken: ReadonlySet<string> | undefined;

  /** @param texts of the whole request: a placeholder that a caller wrote must never be restored to somebody's data. */
  public constructor(private readonly texts: readonly string[]) {}

  /**
   * The stand-in for `value`, e.g. `[EMAIL_ADDRESS_1]`.
   *
   * One that is never restored may stand in the conversation already: an answer had it, and the value keeps its number.
   */
  public for(type: string, value: string, restored: boolean): string {
    const key = `${type}\n${identityOf(type, value)}`;
    const known = this.names.get(key);
    if (known !== undefined) return known;
    let placeholder: string;
    do {
      const count = (this.counts.get(type) ?? 0) + 1;
      this.counts.set(type, count);
      placeholder = `[${type}_${count}]`;
    } while (restored && this.isTaken(placeholder));
    this.names.set(key, placeholder);
    return placeholder;
  }

  /** Whether a caller wrote it. */
  private isTaken(placeholder: string): boolean {
    this.taken ??= new Set(this.texts.flatMap(placeholdersOf));
    return this.taken.has(placeholder);
  }
}

const PLACEHOLDER = /\[[a-z_]{2,60}\d{1,9}\]/gi;
const UNSEEN = /[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u2060-\u206f\ufe00-\ufe0f\ufeff]/g;

/** What a text has of placeholders, in any case and with what nobody sees between: an answer is read without that. */
function placeholdersOf(text: string): readonly string[] {
  const seen = text.includes('_') ? text.replace(UNSEEN, '') : text;
  return (seen.match(PLACEHOLDER) ?? []).map((placeholder) => placeholder.toUpperCase());
}
