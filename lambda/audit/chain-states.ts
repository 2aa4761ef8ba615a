import { type AuditRecord, genesisOf } from '../core/audit/record';

/** How far a chain is. */
export interface ChainState {
  readonly seq: number;
  readonly digest: string;
  readonly at: number;
}

/** What is wrong with a record behind the state of its chain. */
export type LinkProblem = 'gap' | 'repeated' | 'fork' | 'misdated';

/** @param state `undefined` for a chain that was never seen */
export function linkProblem(state: ChainState | undefined, record: AuditRecord): LinkProblem | undefined {
  const last = state?.seq ?? 0;
  if (record.seq <= last) return 'repeated';
  if (record.seq > last + 1) return 'gap';
  if (record.prev !== (state?.digest ?? genesisOf(record.chain))) return 'fork';
  if (state !== undefined && record.at < state.at) return 'misdated';
  return undefined;
}
