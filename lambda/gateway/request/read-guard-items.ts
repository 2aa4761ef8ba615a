import { isObject, type JsonObject } from '../../core/json';
import type { SegmentRole, Sink } from '../../guard/guard';
import { Fields, type ShapeFault } from './fields';

/** One text to check. */
export interface GuardItem {
  readonly id: string;
  readonly text: string;
  readonly role: SegmentRole;
  readonly sink?: Sink;
  /** The caller's own policy where absent. */
  readonly policy?: string;
}

/** What `/guard` is asked for. */
export interface GuardTask {
  readonly direction: 'request' | 'response';
  readonly items: readonly GuardItem[];
}

/** A task, or the first thing that is wrong with the body. */
export type ReadGuardItems =
  { readonly ok: true; readonly task: GuardTask } | { readonly ok: false; readonly fault: ShapeFault };

const ROLES: ReadonlySet<unknown> = new Set<SegmentRole>([
  'system',
  'developer',
  'user',
  'assistant',
  'tool',
  'document',
]);
const SINKS: ReadonlySet<unknown> = new Set<Sink>(['text', 'markdown', 'html', 'json', 'csv', 'sql', 'shell']);
const MAX_ITEMS = 1_000;

/** Reads the body of `/guard`: the objects that `llm-api guard check` reads a line each, in `items`. */
export function readGuardItems(body: JsonObject): ReadGuardItems {
  const fields = new Fields();
  const { direction = 'request' } = body;
  if (direction !== 'request' && direction !== 'response') fields.note('direction');
  const items = fields.list(body.items, 'items', MAX_ITEMS).map((value) => {
    const item = isObject(value) ? value : fields.object(value, 'items');
    const { role = 'user', sink } = item;
    if (!ROLES.has(role)) fields.note('items');
    if (sink !== undefined && !SINKS.has(sink)) fields.note('items');
    const policy = fields.text(item.policy, 'items', 64, 1);
    return {
      id: fields.requiredText(item.id, 'items', 256, 1),
      text: fields.requiredText(item.text, 'items'),
      role: role as SegmentRole,
      ...(sink === undefined ? {} : { sink: sink as Sink }),
      ...(policy === undefined ? {} : { policy }),
    };
  });
  if (items.length === 0) fields.note('items');
  return fields.fault
    ? { ok: false, fault: fields.fault }
    : { ok: true, task: { direction: direction === 'response' ? 'response' : 'request', items } };
}
