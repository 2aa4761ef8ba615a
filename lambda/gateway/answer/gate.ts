import type { Refusal } from '../../core/verdict';

/** Judges texts outside of this process; undefined = they may be sent. */
export type TextJudge = (texts: readonly string[]) => Promise<Refusal | undefined>;

/** What may be sent now, or a refusal after which nothing more is sent. */
export type GateStep = { readonly allowed: true; readonly text: string } | Refusal;

/** Held before a judge is asked: about what it is billed by. */
const WINDOW_UNITS = 1_000;
/** What of the text before is shown again: what a cut divides is seen whole. */
const CONTEXT_UNITS = 200;

/**
 * Holds one choice's text until it may be sent: window by window where a judge outside has to see it, as a whole where
 * only the whole can be judged, and not at all otherwise.
 */
export class Gate {
  private held = '';
  private before = '';

  public constructor(
    private readonly judge: TextJudge | undefined,
    private readonly holdsAll: boolean,
  ) {}

  public async push(text: string): Promise<GateStep> {
    if (this.judge === undefined && !this.holdsAll) return { allowed: true, text };
    this.held += text;
    if (this.holdsAll || this.held.length < WINDOW_UNITS) return { allowed: true, text: '' };
    const cut = cutOf(this.held);
    const window = this.held.slice(0, cut);
    this.held = this.held.slice(cut);
    return this.release(window, []);
  }

  /** The rest of the text, and what is sent beside it. */
  public async end(text: string, others: readonly string[]): Promise<GateStep> {
    const rest = this.held + text;
    this.held = '';
    return this.release(rest, others);
  }

  private async release(text: string, others: readonly string[]): Promise<GateStep> {
    const texts = [...(text === '' ? [] : [this.before + text]), ...others].filter((each) => each.trim() !== '');
    this.before = (this.before + text).slice(-CONTEXT_UNITS);
    if (this.judge === undefined || texts.length === 0) return { allowed: true, text };
    return (await this.judge(texts)) ?? { allowed: true, text };
  }
}

/** After the last word that is complete, if that is near; else between two characters. */
function cutOf(text: string): number {
  const near = Math.max(0, text.length - CONTEXT_UNITS);
  const space = text.slice(near).search(/\s\S*$/);
  if (space >= 0) return near + space + 1;
  return /[\ud800-\udbff]$/.test(text) ? text.length - 1 : text.length;
}
