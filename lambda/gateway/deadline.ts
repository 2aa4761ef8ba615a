import type { ReasonCode } from '../core/reason';

/** Something did not finish in its time. */
export class Overdue extends Error {
  public constructor(public readonly reason: ReasonCode) {
    super(`overdue: ${reason}`);
    this.name = 'Overdue';
  }
}

/**
 * Until when one request may work, and the signal that says it is over.
 *
 * What it waits for need not obey the signal: a promise that never settles is left behind.
 */
export class Deadline {
  private readonly controller = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private atMs = Infinity;

  public constructor(
    private readonly now: () => number,
    atMs: number,
  ) {
    this.shorten(atMs);
  }

  public get signal(): AbortSignal {
    return this.controller.signal;
  }

  public get passed(): boolean {
    return this.controller.signal.aborted;
  }

  /** Brings the end forward; never puts it off. */
  public shorten(atMs: number): void {
    if (atMs >= this.atMs || this.passed) return;
    this.atMs = atMs;
    clearTimeout(this.timer);
    const wait = atMs - this.now();
    if (wait <= 0) this.controller.abort();
    else this.timer = setTimeout(() => this.controller.abort(), wait);
  }

  /** Ends the work now, and the timers with it. */
  public end(): void {
    clearTimeout(this.timer);
    this.controller.abort();
  }

  /** What the work gives, or `Overdue`: with `reason` after `waitMs`, with `deadline_exceeded` after the deadline. */
  public async within<Value>(work: Promise<Value>, waitMs: number, reason: ReasonCode): Promise<Value> {
    work.catch(() => undefined); // it may fail after nobody waits for it any more.
    let timer: NodeJS.Timeout | undefined;
    let onAbort: (() => void) | undefined;
    const over = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Overdue(reason)), waitMs);
      onAbort = () => reject(new Overdue('deadline_exceeded'));
      if (this.passed) onAbort();
      else this.signal.addEventListener('abort', onAbort, { once: true });
    });
    try {
      return await Promise.race([work, over]);
    } finally {
      clearTimeout(timer);
      if (onAbort) this.signal.removeEventListener('abort', onAbort);
    }
  }
}

/** What the work gives, or `Overdue` after `waitMs`; for what must be done even after a request's deadline. */
export async function atMost<Value>(work: Promise<Value>, waitMs: number, reason: ReasonCode): Promise<Value> {
  work.catch(() => undefined);
  let timer: NodeJS.Timeout | undefined;
  try {
    return await Promise.race([
      work,
      new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => reject(new Overdue(reason)), waitMs);
      }),
    ]);
  } finally {
    clearTimeout(timer);
  }
}
