import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Limits } from '../../core/limits';

/** What a tenant or a client may do less than its tier and roles allow. Absent = as they allow. */
export interface Narrowing {
  readonly models?: readonly string[];
  readonly tools?: readonly string[];
  readonly maxOutputTokens?: number;
  readonly maxPromptBytes?: number;
  readonly limits?: Limits;
  /** One of those that the tier lists for its tenants. */
  readonly guardPolicy?: string;
}

/** Row `T#tenant` / `META`. */
export interface TenantRow {
  readonly tenant: string;
  readonly tier: string;
  readonly status: 'active' | 'disabled';
  /** For operators; never used in a decision. */
  readonly name: string;
  /** Seconds since the epoch. */
  readonly createdAt: number;
  /** Whether prompts and answers are kept in the audit record. */
  readonly auditContent: boolean;
  readonly narrowing: Narrowing;
}

/** Row `T#tenant` / `C#client`. */
export interface ClientRow {
  readonly tenant: string;
  readonly client: string;
  readonly status: 'active' | 'revoked' | 'deleted';
  readonly name: string;
  readonly createdAt: number;
  /** Roles that the client's machine tokens carry. */
  readonly roles: readonly string[];
  readonly narrowing: Narrowing;
}

type Item = Record<string, AttributeValue>;

/** Keys of the tenant table. */
export const rowKey = {
  tenant: (tenant: string) => ({ pk: { S: `T#${tenant}` }, sk: { S: 'META' } }),
  client: (tenant: string, client: string) => ({ pk: { S: `T#${tenant}` }, sk: { S: `C#${client}` } }),
  /** From a client id to its tenant; its existence makes client ids unique over tenants. */
  lookup: (client: string) => ({ pk: { S: `C#${client}` }, sk: { S: 'META' } }),
};

function text(item: Item, name: string): string {
  const value = item[name]?.S;
  if (value === undefined) throw new Error(`row ${item['pk']?.S ?? '?'}: expected text in '${name}', got none`);
  return value;
}

function oneOf<Value extends string>(item: Item, name: string, values: readonly Value[]): Value {
  const value = text(item, name);
  const found = values.find((each) => each === value);
  if (found === undefined) {
    throw new Error(`row ${item['pk']?.S ?? '?'}: expected '${name}' to be one of ${values.join(', ')}, got another`);
  }
  return found;
}

const LIMIT_NAMES: readonly (keyof Limits)[] = [
  'requestsPerMinute',
  'tokensPerMinute',
  'tokensPerDay',
  'tokensPerMonth',
  'microUsdPerDay',
  'microUsdPerMonth',
  'concurrentRequests',
];

/**
 * Reads a narrowing; a part that it does not know or that is no number is an error, never ignored: a narrowing that is
 * not understood must not widen.
 */
export function parseNarrowing(json: string, where: string): Narrowing {
  const wrong = (path: string, expected: string): Error => new Error(`${where}${path}: expected ${expected}`);
  const value: unknown = JSON.parse(json);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong('', 'an object');
  const whole = (path: string, each: unknown): void => {
    if (!Number.isSafeInteger(each) || (each as number) < 0) throw wrong(path, 'a whole number, 0 or more');
  };
  for (const [name, part] of Object.entries(value)) {
    const path = `.${name}`;
    if (name === 'models' || name === 'tools') {
      if (!Array.isArray(part) || part.some((each) => typeof each !== 'string')) throw wrong(path, 'a list of names');
    } else if (name === 'maxOutputTokens' || name === 'maxPromptBytes') {
      whole(path, part);
    } else if (name === 'guardPolicy') {
      if (typeof part !== 'string' || part === '') throw wrong(path, 'the name of a guard policy');
    } else if (name === 'limits') {
      if (typeof part !== 'object' || part === null || Array.isArray(part)) throw wrong(path, 'an object');
      for (const [limit, most] of Object.entries(part)) {
        if (!LIMIT_NAMES.some((each) => each === limit))
          throw wrong(`${path}.${limit}`, `one of ${LIMIT_NAMES.join(', ')}`);
        whole(`${path}.${limit}`, most);
      }
    } else {
      throw wrong(path, 'one of models, tools, maxOutputTokens, maxPromptBytes, limits, guardPolicy');
    }
  }
  return value;
}

/** Reads a tenant's row. @throws when it is damaged. */
export function tenantRowOf(item: Item): TenantRow {
  return {
    tenant: text(item, 'tenant'),
    tier: text(item, 'tier'),
    status: oneOf(item, 'status', ['active', 'disabled']),
    name: text(item, 'name'),
    createdAt: Number(item['createdAt']?.N ?? 0),
    auditContent: item['auditContent']?.BOOL === true,
    narrowing: parseNarrowing(text(item, 'narrowing'), 'narrowing'),
  };
}

/** Writes a tenant's row. */
export function tenantItemOf(row: TenantRow): Item {
  return {
    ...rowKey.tenant(row.tenant),
    tenant: { S: row.tenant },
    tier: { S: row.tier },
    status: { S: row.status },
    name: { S: row.name },
    createdAt: { N: String(row.createdAt) },
    auditContent: { BOOL: row.auditContent },
    narrowing: { S: JSON.stringify(row.narrowing) },
  };
}

/** Reads a client's row. @throws when it is damaged. */
export function clientRowOf(item: Item): ClientRow {
  return {
    tenant: text(item, 'tenant'),
    client: text(item, 'client'),
    status: oneOf(item, 'status', ['active', 'revoked', 'deleted']),
    name: text(item, 'name'),
    createdAt: Number(item['createdAt']?.N ?? 0),
    roles: (item['roles']?.L ?? []).flatMap(({ S }) => S ?? []),
    narrowing: parseNarrowing(text(item, 'narrowing'), 'narrowing'),
  };
}

/** Writes a client's row. */
export function clientItemOf(row: ClientRow): Item {
  return {
    ...rowKey.client(row.tenant, row.client),
    tenant: { S: row.tenant },
    client: { S: row.client },
    status: { S: row.status },
    name: { S: row.name },
    createdAt: { N: String(row.createdAt) },
    roles: listOf(row.roles),
    narrowing: { S: JSON.stringify(row.narrowing) },
  };
}

/** The lookup item of a client: what the token trigger puts into its tokens. */
export function lookupItemOf(row: ClientRow): Item {
  return { ...rowKey.lookup(row.client), tenant: { S: row.tenant }, roles: listOf(row.roles) };
}

function listOf(names: readonly string[]): AttributeValue {
  return { L: names.map((name) => ({ S: name })) };
}
