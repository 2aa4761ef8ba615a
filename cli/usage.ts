import { Option, type Command } from 'commander';
import { readLedger, type DayOfUse } from '../lambda/gateway/budget/usage-ledger';
import { onTarget, withTarget, type CommonOptions } from './command';
import { CommandError } from './command-error';
import { readGrants } from './grants';
import { readClients } from './onboarding/create-client';
import { table } from './table';
import { listTenants } from './tenants/tenant-operations';

const COLUMNS = ['tenant', 'client', 'model', 'day'] as const;
type Column = (typeof COLUMNS)[number];

interface UsageOptions extends CommonOptions {
  readonly tenant?: string;
  readonly month?: string;
  readonly by: string;
  readonly csv?: boolean;
  readonly config: string;
}

/** One line of the report. */
export interface UsageRow {
  readonly key: readonly string[];
  readonly requests: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly microUsd: number;
}

/** Sums use by the given columns, in their order. */
export function groupUse(days: readonly DayOfUse[], by: readonly Column[]): readonly UsageRow[] {
  const rows = new Map<string, UsageRow>();
  for (const day of days) {
    const key = by.map((column) => day[column]);
    const name = JSON.stringify(key);
    const row = rows.get(name) ?? { key, requests: 0, inputTokens: 0, outputTokens: 0, microUsd: 0 };
    rows.set(name, {
      key,
      requests: row.requests + day.requests,
      inputTokens: row.inputTokens + day.inputTokens,
      outputTokens: row.outputTokens + day.outputTokens,
      microUsd: row.microUsd + day.microUsd,
    });
  }
  return [...rows.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

/** Millionths of a dollar as dollars, exactly. */
export function usd(microUsd: number): string {
  const whole = Math.floor(microUsd / 1_000_000);
  return `${whole}.${String(microUsd % 1_000_000).padStart(6, '0')}`;
}

/** One field of a CSV line. A leading sign would be run as a formula by a spreadsheet. */
export function csvField(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Registers `llm-api usage`. */
export function register(program: Command): void {
  withTarget(program.command('usage').description('use and cost by tenant, client, model and day'))
    .option('--tenant <tenant>', 'one tenant only')
    .option('--month <month>', 'YYYY-MM, UTC; this month by default')
    .option('--by <columns>', `comma-separated: ${COLUMNS.join(',')}`, 'tenant,client,model')
    .addOption(new Option('--csv', 'print CSV').conflicts('json'))
    .option('--config <file>', 'config that names the models', 'llm-api.config.json')
    .action(async (options: UsageOptions) =>
      onTarget(options, async ({ target, services, print }) => {
        const month = options.month ?? new Date().toISOString().slice(0, 7);
        if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) throw new CommandError(`--month: expected YYYY-MM, got '${month}'`);
        const by = columnsOf(options.by);
        const models = readGrants(options.config).models.map(({ name }) => name);
        const tenants =
          options.tenant === undefined
            ? (await listTenants(target, services)).map((row) => row.tenant)
            : [options.tenant];
        const keys: { tenant: string; client: string; model: string; month: string }[] = [];
        for (const tenant of tenants) {
          for (const { client } of await readClients(target, services, tenant)) {
            keys.push(...models.map((model) => ({ tenant, client, model, month })));
          }
        }
        const rows = groupUse(await readLedger(services.dynamodb, target.outputs.budgetTable, keys), by);
        if (options.csv === true) {
          console.log([...by, 'requests', 'input_tokens', 'output_tokens', 'usd'].join(','));
          for (const row of rows) {
            const { requests, inputTokens, outputTokens, microUsd } = row;
            console.log([...row.key.map(csvField), requests, inputTokens, outputTokens, usd(microUsd)].join(','));
          }
          return;
        }
        print(
          rows.map(({ key, ...sums }) => ({
            ...Object.fromEntries(by.map((column, at) => [column, key[at]])),
            ...sums,
          })),
          table(
            [...by.map((column) => column.toUpperCase()), 'REQUESTS', 'TOKENS IN', 'TOKENS OUT', 'USD'],
            rows.map((row) => [...row.key, row.requests, row.inputTokens, row.outputTokens, usd(row.microUsd)]),
          ),
        );
      }),
    );
}

function columnsOf(list: string): readonly Column[] {
  return list.split(',').map((name) => {
    const column = COLUMNS.find((each) => each === name.trim());
    if (column === undefined) throw new CommandError(`--by: expected some of ${COLUMNS.join(', ')}, got '${name}'`);
    return column;
  });
}
