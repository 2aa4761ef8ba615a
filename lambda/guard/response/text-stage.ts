/** One step that a text passes on its way out, in pieces. The output does not depend on how the text is cut. */
export interface TextStage {
  push(piece: string): string;
  end(): string;
  /** How often the stage said something else than it was told. */
  readonly altered: number;
}

/** What became of a construct: the text that stands for it, and where the scan goes on. */
export interface Decided {
  readonly text: string;
  readonly next: number;
}

/** How a stage reads its text. */
export interface Scanner {
  /** Sticky: a run that passes as it is. Must stop wherever `construct` has a say. */
  readonly plain: RegExp;
  /**
   * Decides what stands at `at`; `undefined` asks for more text.
   *
   * Must decide when `final`, and once `maxConstructUnits` units are there.
   */
  construct(text: string, at: number, final: boolean): Decided | undefined;
  readonly maxConstructUnits: number;
  /** Tells the scanner what passed as it is. */
  passed?(run: string): void;
}

/** Runs a scanner over a text that comes in pieces. */
export class ScanStage implements TextStage {
  public altered = 0;
  private buffer = '';
  /** The buffer is looked at again from this length on: asking at every unit would be quadratic in the construct. */
  private retryAt = 0;

  public constructor(private readonly scanner: Scanner) {}

  public push(piece: string): string {
    this.buffer += piece;
    return this.buffer.length < this.retryAt ? '' : this.scan(false);
  }

  public end(): string {
    return this.scan(true);
  }

  private scan(final: boolean): string {
    const { buffer, scanner } = this;
    const out: string[] = [];
    let at = 0;
    let stood = false;
    while (at < buffer.length) {
      scanner.plain.lastIndex = at;
      const run = scanner.plain.exec(buffer)?.[0] ?? '';
      if (run !== '') {
        scanner.passed?.(run);
        out.push(run);
        at += run.length;
        continue;
      }
      const decided = scanner.construct(buffer, at, final);
      if (decided === undefined) {
        const waiting = buffer.length - at;
        if (final || waiting > scanner.maxConstructUnits) {
          throw new Error(
            `text stage: expected a decision within ${scanner.maxConstructUnits} units, got none after ${waiting}`,
          );
        }
        break;
      }
      // a scanner may change its mind about where it stands, once; one that does not move on is broken, and refuses.
      if (decided.next < at || (stood && decided.next === at)) {
        throw new Error(`text stage: expected to go on after ${at}, got ${decided.next}`);
      }
      stood = decided.next === at;
      out.push(decided.text);
      if (decided.text.length !== decided.next - at || !buffer.startsWith(decided.text, at)) this.altered += 1;
      at = decided.next;
    }
    this.buffer = buffer.slice(at);
    // wait for a quarter more: a construct of n units is looked at log(n) times.
    this.retryAt = this.buffer.length + (this.buffer.length >> 2);
    return out.join('');
  }
}

/** Passes a text through stages, in order. */
export function chain(stages: readonly TextStage[]): TextStage {
  return {
    push: (piece) => stages.reduce((text, stage) => (text === '' ? '' : stage.push(text)), piece),
    end: () => stages.reduce((text, stage) => stage.push(text) + stage.end(), ''),
    get altered() {
      return stages.reduce((sum, stage) => sum + stage.altered, 0);
    },
  };
}
