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
    const key = `${type}\n${canonical(value)}`;
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
    this.taken ??= new Set(this.texts.flatMap((text) => text.match(PLACEHOLDER) ?? []));
    return this.taken.has(placeholder);
  }
}

const PLACEHOLDER = /\[[A-Z_]{2,60}\d{1,6}\]/g;

/** `4111 1111 1111 1111` and `4111-1111-1111-1111` are one card. */
function canonical(value: string): string {
  return value.replace(/[\s().-]/g, '').toLowerCase();
}
