import type { Headers, Reply, Sink } from './reply';

/** When a stream shows signs of life, in milliseconds. */
export interface EventStreamTimes {
  /** After so long without a word from the model the headers are written anyway. */
  readonly openAfterMs: number;
  readonly keepAliveMs: number;
}

/**
 * A stream of server-sent events that opens as late as it can.
 *
 * As long as the model has said nothing its failure is still an HTTP status, which SDKs retry; but no proxy on the way waits
 * for ever, so the headers go out after a while and comments keep the connection alive.
 */
export class EventStream {
  private sink: Sink | undefined;
  private gone = false;
  private stopped = false;
  private timer: NodeJS.Timeout | undefined;

  /** @param headers read when the stream opens */
  public constructor(
    private readonly reply: Reply,
    private readonly headers: () => Headers,
    private readonly greet: () => string,
    private readonly times: EventStreamTimes,
    private readonly onGone: () => void,
  ) {
    this.timer = setTimeout(() => void this.open(), times.openAfterMs);
  }

  /** Whether status and headers are written: an error can only be an event from here on. */
  public get opened(): boolean {
    return this.sink !== undefined;
  }

  public async open(): Promise<void> {
    if (this.sink) return;
    this.sink = this.reply.open(200, this.headers());
    await this.write(this.greet());
  }

  public async write(text: string): Promise<void> {
    if (!this.sink) await this.open();
    if (this.gone || text === '') return;
    clearTimeout(this.timer);
    const read = await this.sink?.write(text).catch(() => false);
    if (read) {
      clearTimeout(this.timer);
      if (!this.stopped) this.timer = setTimeout(() => void this.write(': keep-alive\n\n'), this.times.keepAliveMs);
    } else if (!this.gone) {
      this.gone = true;
      this.onGone();
    }
  }

  public async end(): Promise<void> {
    this.stop();
    // a reader that has gone cannot be told, and must not turn a settled request into a failed one.
    await this.sink?.end().catch(() => undefined);
  }

  /** Ends the timers; the reply may still be used when nothing was opened. */
  public stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }
}
