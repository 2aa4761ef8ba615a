import { errorName } from '../../core/log';
import { Overdue } from '../deadline';
import type { Exchange } from '../exchange';
import type { ModelEvent, ModelRequest } from '../ports';
import type { Denial } from '../reply';
import { modelDenial } from './model-denial';

/** The next event of a model, its end, or how it failed. */
export type NextEvent = { readonly done: false; readonly event: ModelEvent } | { readonly done: true } | Denial;

/** Reads one model call, and waits for it no longer than the request may live. */
export class ModelEvents {
  private iterator: AsyncIterator<ModelEvent> | undefined;

  public constructor(
    private readonly exchange: Exchange,
    private readonly request: ModelRequest,
  ) {}

  public async next(): Promise<NextEvent> {
    const { deadline, gateway, trace } = this.exchange;
    try {
      this.iterator ??= gateway.ports.models.stream(this.request)[Symbol.asyncIterator]();
      const { done, value } = await deadline.within(
        this.iterator.next(),
        gateway.times.modelIdleMs,
        'upstream_timeout',
      );
      // an event that came with the deadline is not answered any more.
      if (deadline.passed) throw new Overdue('deadline_exceeded');
      return done ? { done: true } : { done: false, event: value };
    } catch (error) {
      trace.errors.push(`model:${errorName(error)}`);
      return modelDenial(error);
    }
  }

  /** Tells the model that nobody listens; not awaited, since a model that hangs would hang here too. */
  public leave(): void {
    try {
      void Promise.resolve(this.iterator?.return?.()).catch(() => undefined);
    } catch {
      // it may throw at once as well.
    }
  }
}
