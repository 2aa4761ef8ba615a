import {
  BatchGetItemCommand,
  UpdateItemCommand,
  type AttributeValue,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { monthOf, slotOf } from './calendar';

/** One settled request in the ledger. */
export interface Use {
  readonly tenant: string;
  readonly client: string;
  readonly model: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly microUsd: number;
}

/** Sums of one day, month or any other cut. */
export interface UseSums {
  readonly requests: number;
  readonly tokens: number;
  readonly microUsd: number;
}

/** What was used, by tenant, client, model and day: for reports. Limits never depend on it. */
export interface UsageLedger {
  record(use: Use, nowMs: number): Promise<void>;
  totalsOf(tenant: string, client: string, nowMs: number): Promise<{ readonly day: UseSums; readonly month: UseSums }>;
}

/** One row of a report. */
export interface DayOfUse {
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
  readonly tenant: string;
  readonly client: string;
  readonly model: string;
  readonly requests: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly microUsd: number;
}

/** Key of the ledger item of a month, `YYYY-MM`. */
export function ledgerKey(tenant: string, client: string, model: string, month: string): string {
  return `U#${month}#${tenant}#${client}#${model}`;
}

/** `YYYY-MM` of a moment. */
export function monthName(nowMs: number): string {
  const month = monthOf(slotOf(nowMs));
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
}

/** Columns of a day in a month's item: `r07` requests, `i07` and `o07` tokens in and out, `m07` money. */
const COLUMNS = { requests: 'r', inputTokens: 'i', outputTokens: 'o', microUsd: 'm' } as const;

/** Reads the days of one ledger item. */
export function daysOf(
  item: Readonly<Record<string, AttributeValue>>,
  of: { readonly tenant: string; readonly client: string; readonly model: string; readonly month: string },
): readonly DayOfUse[] {
  const days: DayOfUse[] = [];
  for (let date = 1; date <= 31; date++) {
    const suffix = String(date).padStart(2, '0');
    const read = (column: string): number => Number(item[`${column}${suffix}`]?.N ?? 0);
    const requests = read(COLUMNS.requests);
    if (requests === 0) continue;
    days.push({
      day: `${of.month}-${suffix}`,
      tenant: of.tenant,
      client: of.client,
      model: of.model,
      requests,
      inputTokens: read(COLUMNS.inputTokens),
      outputTokens: read(COLUMNS.outputTokens),
      microUsd: read(COLUMNS.microUsd),
    });
  }
  return days;
}

/** DynamoDB answers at most this many keys at once. */
const MAX_KEYS = 100;

/** Reads the ledger of a month: one item a tenant, client and model. */
export async function readLedger(
  client: DynamoDBClient,
  tableName: string,
  keys: readonly { readonly tenant: string; readonly client: string; readonly model: string; readonly month: string }[],
): Promise<readonly DayOfUse[]> {
  const days: DayOfUse[] = [];
  for (let from = 0; from < keys.length; from += MAX_KEYS) {
    const wanted = new Map(
      keys.slice(from, from + MAX_KEYS).map((of) => [ledgerKey(of.tenant, of.client, of.model, of.month), of]),
    );
    let open: Record<string, AttributeValue>[] = [...wanted.keys()].map((pk) => ({ pk: { S: pk } }));
    while (open.length > 0) {
      const { Responses, UnprocessedKeys } = await client.send(
        new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys: open } } }),
      );
      for (const item of Responses?.[tableName] ?? []) {
        const of = wanted.get(item['pk']?.S ?? '');
        if (of) days.push(...daysOf(item, of));
      }
      open = UnprocessedKeys?.[tableName]?.Keys ?? [];
    }
  }
  return days;
}

/**
 * The ledger in the budget table: one item a tenant, client, model and month.
 *
 * Written beside the settlement by the process that reserved, once: a lost reply may lose or repeat one request in a
 * report, never in a limit.
 */
export function createUsageLedger(client: DynamoDBClient, tableName: string, models: readonly string[]): UsageLedger {
  return {
    async record(use, nowMs) {
      const date = new Date(nowMs).toISOString().slice(8, 10);
      const columns = [
        [COLUMNS.requests, 1],
        [COLUMNS.inputTokens, use.inputTokens],
        [COLUMNS.outputTokens, use.outputTokens],
        [COLUMNS.microUsd, use.microUsd],
      ] as const;
      await client.send(
        new UpdateItemCommand({
          TableName: tableName,
          Key: { pk: { S: ledgerKey(use.tenant, use.client, use.model, monthName(nowMs)) } },
          UpdateExpression: `ADD ${columns.map(([column]) => `${column}${date} :${column}`).join(',')}`,
          ExpressionAttributeValues: Object.fromEntries(
            columns.map(([column, value]) => [`:${column}`, { N: String(value) }]),
          ),
        }),
      );
    },
    async totalsOf(tenant, clientId, nowMs) {
      const month = monthName(nowMs);
      const today = new Date(nowMs).toISOString().slice(0, 10);
      const keys = models.map((model) => ({ tenant, client: clientId, model, month }));
      const days = await readLedger(client, tableName, keys);
      return { day: sumOf(days.filter(({ day }) => day === today)), month: sumOf(days) };
    },
  };
}

function sumOf(days: readonly DayOfUse[]): UseSums {
  let requests = 0;
  let tokens = 0;
  let microUsd = 0;
  for (const day of days) {
    requests += day.requests;
    tokens += day.inputTokens + day.outputTokens;
    microUsd += day.microUsd;
  }
  return { requests, tokens, microUsd };
}
