import { BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { GatewayDeployment } from '../../../lib/gateway/deployment';
import type { Principal } from '../../core/principal';
import type { Directory } from '../ports';
import { accessFrom, type Rows } from './access';
import { clientRowOf, rowKey, tenantRowOf } from './rows';

/** Reads the rows of a caller. */
export type RowReader = (tenant: string, client: string) => Promise<Rows>;

/** Rows are read again after this time, whether or not anybody saw the policy's version change. */
const MAX_AGE_MS = 10_000;

/** Rows that refuse are read again sooner: who is let in again should not wait, and meets no budget item meanwhile. */
const MAX_REFUSED_AGE_MS = 1_000;

/** Callers that are remembered; the one that was read longest ago goes first. */
const MAX_CALLERS = 5_000;

/** Reads rows from the tenant table, strongly consistently. */
export function dynamoRowReader(client: DynamoDBClient, tableName: string): RowReader {
  return async (tenant, clientId) => {
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetItemCommand({
        RequestItems: {
          [tableName]: { Keys: [rowKey.tenant(tenant), rowKey.client(tenant, clientId)], ConsistentRead: true },
        },
      }),
    );
    // half an answer would let a narrowed client through as one without a row.
    if (UnprocessedKeys?.[tableName]?.Keys?.length) throw new Error('tenant table: expected both rows, got a part');
    const items = Responses?.[tableName] ?? [];
    const tenantItem = items.find((item) => item['sk']?.S === 'META');
    const clientItem = items.find((item) => item['sk']?.S !== 'META');
    return {
      tenant: tenantItem && tenantRowOf(tenantItem),
      client: clientItem && clientRowOf(clientItem),
    };
  };
}

interface Remembered {
  readonly rows: Promise<Rows>;
  readonly atMs: number;
  /** What had been seen of the tenant's policy when they were read. */
  readonly version: number | undefined;
}

/** What budget items have shown of a tenant's policy. */
interface Seen {
  readonly first: number;
  readonly last: number;
}

/**
 * Tenants and clients from the table, under the tiers and roles of the config.
 *
 * Remembers rows until the tenant's policy version changes, which every budget item shows as it passes by, and for
 * ten seconds at most. What must hold at once (revocation, suspension) does not wait for it: the budget's own write
 * carries it.
 *
 * A new environment reads rows before it has seen a version. They count as rows of the first one that it sees, a moment
 * later: to read them once more would find a change only of that moment, which is found after ten seconds as well.
 */
export class DynamoDirectory implements Directory {
  private readonly callers = new Map<string, Remembered>();
  private readonly versions = new Map<string, Seen>();

  public constructor(
    private readonly deployment: Pick<GatewayDeployment, 'roles' | 'tiers' | 'models'>,
    private readonly readRows: RowReader,
    private readonly now: () => number,
  ) {}

  /** Told whenever a budget item passes by. */
  public onPolicyVersion(tenant: string, version: number): void {
    const first = this.versions.get(tenant)?.first ?? version;
    this.versions.set(tenant, { first, last: version });
    if (this.versions.size <= MAX_CALLERS) return;
    this.versions.clear();
    // rows from before a version was seen must not count as rows of one that is seen after others.
    this.callers.clear();
  }

  public async accessOf(principal: Principal): ReturnType<Directory['accessOf']> {
    const access = accessFrom(this.deployment, await this.rowsOf(principal, MAX_AGE_MS), principal);
    if (!('refused' in access)) return access;
    return accessFrom(this.deployment, await this.rowsOf(principal, MAX_REFUSED_AGE_MS), principal);
  }

  private rowsOf({ tenant, client }: Principal, maxAgeMs: number): Promise<Rows> {
    // neither part can hold a line break, so that no two callers share a key.
    const key = `${tenant}\n${client}`;
    const seen = this.versions.get(tenant);
    const known = this.callers.get(key);
    const age = known ? this.now() - known.atMs : Infinity;
    const current = known !== undefined && (known.version ?? seen?.first) === seen?.last;
    if (current && age >= 0 && age < maxAgeMs) return known.rows;
    const rows = this.readRows(tenant, client);
    const remembered = { rows, atMs: this.now(), version: seen?.last };
    this.callers.delete(key);
    this.callers.set(key, remembered);
    rows.catch(() => {
      // a failed reading is not kept.
      if (this.callers.get(key) === remembered) this.callers.delete(key);
    });
    if (this.callers.size > MAX_CALLERS) {
      const [oldest] = this.callers.keys();
      if (oldest !== undefined) this.callers.delete(oldest);
    }
    return rows;
  }
}
