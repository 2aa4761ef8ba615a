import type { BudgetTable } from './budget-table';

/** Key of the item that stops the whole API. */
export const STOP_KEY = 'STOP';

/** How long a reading of the stop item may be used. */
const READING_MS = 500;

/** The stop for everything: an item of its own, so that it holds for every tenant at once. */
export interface StopSwitch {
  /** @throws when the item cannot be read: nobody may pass then. */
  isStopped(): Promise<boolean>;
}

/**
 * Reads the stop item strongly consistently, at most twice a second.
 *
 * The age of a reading counts from when it was asked for, not from when it arrived.
 */
export function createStopSwitch(table: BudgetTable, now: () => number): StopSwitch {
  let reading: { readonly askedAtMs: number; readonly stopped: Promise<boolean> } | undefined;
  return {
    isStopped() {
      const askedAtMs = now();
      if (reading && askedAtMs >= reading.askedAtMs && askedAtMs - reading.askedAtMs < READING_MS) {
        return reading.stopped;
      }
      const stopped = table.read(STOP_KEY).then((item) => isInForce(item?.['until']?.N, item !== undefined, now()));
      const asked = { askedAtMs, stopped };
      reading = asked;
      // a failed reading is not kept: the next request asks again.
      stopped.catch(() => {
        if (reading === asked) reading = undefined;
      });
      return stopped;
    },
  };
}

/** A stop without an end lasts until it is taken away; one with an end (`until`, in seconds) ends by itself. */
function isInForce(until: string | undefined, present: boolean, nowMs: number): boolean {
  if (!present) return false;
  return until === undefined || Number(until) * 1000 > nowMs;
}
