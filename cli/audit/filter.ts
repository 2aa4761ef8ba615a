import type { AuditRecord } from '../../lambda/core/audit/record';
import { CommandError } from '../command-error';
import type { Identity } from '../../lambda/core/audit/identity';

/** What `audit search` and `audit export` can be narrowed by. */
export interface FilterOptions {
  readonly tenant?: string;
  readonly client?: string;
  readonly model?: string;
  readonly reason?: string;
  readonly type?: string;
  readonly since?: string;
  readonly until?: string;
}

/** Says of a record whether it is wanted. A name is compared with the name, where it can be read, and the pseudonym. */
export function filterOf(options: FilterOptions): (record: AuditRecord, identity?: Identity) => boolean {
  const since = timeOf('--since', options.since, Number.NEGATIVE_INFINITY);
  const until = timeOf('--until', options.until, Number.POSITIVE_INFINITY);
  const wants = (wanted: string | undefined, ...values: (string | null | undefined)[]) =>
    wanted === undefined || values.includes(wanted);
  return (record, identity) => {
    if (record.at < since || record.at >= until || !wants(options.type, record.type)) return false;
    if (!wants(options.tenant, record.tenant, identity?.tenant)) return false;
    const subject = record.type === 'close' ? undefined : record;
    const outcome = record.type === 'open' ? undefined : record;
    return (
      wants(options.client, subject?.client, identity?.client) &&
      wants(options.model, subject?.model) &&
      wants(options.reason, outcome?.reason)
    );
  };
}

function timeOf(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const time = Date.parse(text);
  if (Number.isNaN(time))
    throw new CommandError(`${name}: expected a time such as 2026-11-01T00:00:00Z, got '${text}'`);
  return time;
}
