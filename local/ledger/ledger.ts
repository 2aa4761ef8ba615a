import type { LocalAws } from '../aws';
import type { Deployment } from '../deploy/deployment';
import { isRefused } from '../deploy/emulated-types';
import type { Resource } from '../deploy/template';
import { fidelityOf, KNOWLEDGE, type Fidelity } from './knowledge';
import { readBacks, type ReadBack } from './read-back';
import { sameSetting } from './same-setting';

/**
 * What becomes of a property on this machine:
 * - `emulated`: the emulator behaves by it, and gave it back
 * - `approximated`: the local edge does it, not exactly as AWS
 * - `changed`: altered for the emulator, or set through another API than CloudFormation
 * - `absent`: lost, taken out, or without any effect here
 * - `unverified`: accepted and kept; only AWS shows what it does
 * - `unknown`: nobody has said what becomes of it
 */
export type Status = 'emulated' | 'approximated' | 'changed' | 'absent' | 'unverified' | 'unknown';

export const STATUSES: readonly Status[] = ['emulated', 'approximated', 'changed', 'absent', 'unverified', 'unknown'];

/** One property of one resource type. */
export interface LedgerRow {
  readonly type: string;
  readonly property: string;
  readonly status: Status;
  /** Logical ids of the resources that set it. */
  readonly resources: readonly string[];
  readonly why: string;
}

/** What of the template a local run shows, and what it cannot. */
export interface Ledger {
  readonly counts: Readonly<Record<Status, number>>;
  readonly rows: readonly LedgerRow[];
}

interface Finding {
  readonly status: Status;
  readonly why: string;
}

/** Compares the template with what the services gave back, property by property. */
export async function makeLedger(deployment: Deployment, aws: LocalAws): Promise<Ledger> {
  const readers = readBacks(aws, deployment);
  try {
    const findings = new Map<string, { readonly finding: Finding; readonly resources: string[] }>();
    for (const [logicalId, resource] of Object.entries(deployment.resources)) {
      const given = await readResource(readers, deployment, logicalId, resource);
      for (const [property, expected] of Object.entries(resource.Properties ?? {})) {
        const finding = judge(deployment, logicalId, resource, property, expected, given);
        const key = `${resource.Type}\n${property}\n${finding.status}\n${finding.why}`;
        const row = findings.get(key) ?? { finding, resources: [] };
        row.resources.push(logicalId);
        findings.set(key, row);
      }
    }
    const rows = [...findings].map(([key, { finding, resources }]) => {
      const [type = '', property = ''] = key.split('\n');
      return { type, property, ...finding, resources };
    });
    return ledgerOf(rows);
  } finally {
    readers.close();
  }
}

/** Sorts and counts rows. */
export function ledgerOf(rows: readonly LedgerRow[]): Ledger {
  const sorted = [...rows].sort((a, b) => (`${a.type}.${a.property}` < `${b.type}.${b.property}` ? -1 : 1));
  const count = (status: Status): number => sorted.filter((row) => row.status === status).length;
  const counts = Object.fromEntries(STATUSES.map((status) => [status, count(status)])) as Record<Status, number>;
  return { counts, rows: sorted };
}

/** `undefined` where there is no reader; an empty answer where the service could not be asked. */
async function readResource(
  readers: ReturnType<typeof readBacks>,
  { physicalIds }: Deployment,
  logicalId: string,
  { Type, Properties = {} }: Resource,
): Promise<ReadBack | undefined> {
  const reader = readers.of(Type);
  if (!reader) return undefined;
  return reader(physicalIds[logicalId] ?? '', Properties, logicalId).catch(() => ({}));
}

const WORKS: Finding = { status: 'emulated', why: 'the calls of every start depend on it' };

function judge(
  { changes, applied }: Deployment,
  logicalId: string,
  resource: Resource,
  property: string,
  expected: unknown,
  given: ReadBack | undefined,
): Finding {
  const { Type } = resource;
  const fidelity = fidelityOf(Type, property);
  if (fidelity === undefined) return { status: 'unknown', why: 'not in local/ledger/knowledge.ts' };
  const note = KNOWLEDGE[Type]?.note;
  const because = (text: string): string => (note === undefined ? text : `${text}; ${note}`);
  if (fidelity === 'edge')
    return { status: 'approximated', why: because('done by the local edge or set beside CloudFormation') };
  if (isRefused(resource)) return { status: 'absent', why: because("the emulator's CloudFormation refuses the type") };
  const change = changes.find(
    (candidate) => candidate.logicalId === logicalId && candidate.property?.split(', ').includes(property),
  );
  if (change) return { status: 'changed', why: change.why };
  if (fidelity === 'ignored') return { status: 'absent', why: because('accepted and lost') };
  if (fidelity === 'works') return WORKS;
  if (given === undefined) return { status: 'unverified', why: because('not read back') };
  if (!sameSetting(expected, given[property]))
    return { status: 'absent', why: because('accepted, but the service does not give it back') };
  const set = applied.find(
    (candidate) => candidate.logicalId === logicalId && candidate.property === property && candidate.applied,
  );
  return kept(fidelity, set !== undefined, because);
}

function kept(fidelity: Fidelity, setBeside: boolean, because: (text: string) => string): Finding {
  if (setBeside)
    return {
      status: 'changed',
      why: because("CloudFormation drops it; set through the service's own API and read back"),
    };
  if (fidelity === 'acts') return { status: 'emulated', why: 'read back as the template says, and acted on' };
  return { status: 'unverified', why: because('kept as the template says, with no effect here') };
}
