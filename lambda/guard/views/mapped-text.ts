/**
 * A text that was made from another one, and where each of its characters came from.
 *
 * Findings are reported in the offsets of the text that the caller sent, whatever was folded or decoded on the way.
 */
export class MappedText {
  /**
   * @param text the text as it now reads.
   * @param offsets one origin a UTF-16 unit and one more for the end, ascending; undefined = unchanged.
   */
  public constructor(
    public readonly text: string,
    private readonly offsets?: Uint32Array,
    private readonly length = text.length,
  ) {}

  /** The span of the origin that `[start, end)` was made from; never empty for a span that is not. */
  public origin(start: number, end: number): { readonly start: number; readonly end: number } {
    if (this.offsets === undefined) return { start, end };
    const from = this.offsets[start] ?? this.length;
    const to = this.offsets[end] ?? this.length;
    return { start: from, end: start < end ? Math.max(to, from + 1) : to };
  }

  /** The same characters in another form, e.g. lower case: one unit for each. */
  public withText(text: string): MappedText {
    return new MappedText(text, this.offsets, this.length);
  }

  /** This text with some spans replaced; edits are ascending and do not overlap. */
  public rewrite(edits: readonly Edit[]): MappedText {
    if (edits.length === 0) return this;
    const { text } = this;
    let length = text.length;
    for (const edit of edits) length += edit.text.length - (edit.end - edit.start);
    const offsets = new Uint32Array(length + 1);
    const parts: string[] = [];
    let from = 0;
    let at = 0;
    const keep = (to: number): void => {
      parts.push(text.slice(from, to));
      for (let i = from; i < to; i++) offsets[at++] = this.offsets === undefined ? i : (this.offsets[i] ?? 0);
    };
    for (const edit of edits) {
      keep(edit.start);
      const origin = this.origin(edit.start, edit.end);
      // what replaces a span is spread evenly over it: exact at its borders, close inside.
      const step = (origin.end - origin.start) / edit.text.length;
      for (let i = 0; i < edit.text.length; i++) offsets[at++] = origin.start + Math.floor(i * step);
      parts.push(edit.text);
      from = edit.end;
    }
    keep(text.length);
    offsets[at] = this.offsets === undefined ? text.length : (this.offsets[text.length] ?? this.length);
    return new MappedText(parts.join(''), offsets, this.length);
  }
}

/** One span of a text and what stands there instead. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}
