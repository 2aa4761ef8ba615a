import type { JsonObject } from '../../core/json';
import { readGuardItem, type GuardItem } from '../../guard/check-item';
import { Fields, type ShapeFault } from './fields';

/** What `/guard` is asked for. */
export interface GuardTask {
  readonly direction: 'request' | 'response';
  readonly items: readonly GuardItem[];
}

/** A task, or the first thing that is wrong with the body. */
export type ReadGuardItems =
  { readonly ok: true; readonly task: GuardTask } | { readonly ok: false; readonly fault: ShapeFault };

const MAX_ITEMS = 1_000;

/** Reads the body of `/guard`: the objects that `llm-api guard check` reads a line each, in `items`. */
export function readGuardItems(body: JsonObject): ReadGuardItems {
  const fields = new Fields();
  const { direction = 'request' } = body;
  if (direction !== 'request' && direction !== 'response') fields.note('direction');
  const items = fields
    .list(body.items, 'items', MAX_ITEMS)
    .flatMap((value) => readGuardItem(value) ?? fields.note('items') ?? []);
  if (items.length === 0) fields.note('items');
  return fields.fault
    ? { ok: false, fault: fields.fault }
    : { ok: true, task: { direction: direction === 'response' ? 'response' : 'request', items } };
}
