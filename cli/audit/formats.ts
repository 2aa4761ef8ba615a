import type { AuditRecord } from '../../lambda/core/audit/record';
import type { VerifiedRecord } from '../../lambda/audit/verify';
import type { Identity } from '../../lambda/core/audit/identity';

/** A verified record as it is exported. */
export interface ExportRow {
  readonly verified: VerifiedRecord;
  readonly identity?: Identity;
}

/** Writes rows, one a call; `head` is what comes before them. */
export interface Format {
  readonly head?: string;
  readonly row: (row: ExportRow) => string;
}

function placeOf({ verified: { segment, index, digest } }: ExportRow) {
  return { segment, index, digest };
}

/** The record, with names in place of pseudonyms where the reader may see them. */
function named({ verified: { record }, identity }: ExportRow): Record<string, unknown> {
  return { ...record, ...(identity !== undefined && { ...identity, who: undefined }) };
}

const COLUMNS = [
  'segment',
  'index',
  'time',
  'type',
  'request',
  'tenant',
  'client',
  'user',
  'route',
  'model',
  'status',
  'reason',
  'check',
  'inputTokens',
  'outputTokens',
  'microUsd',
  'digest',
] as const;

/** Formats by the name that `--format` takes. */
export const FORMATS: Readonly<Record<'jsonl' | 'csv' | 'ocsf', Format>> = {
  jsonl: { row: (row) => JSON.stringify({ ...placeOf(row), ...named(row) }) },
  csv: csvFormat(),
  ocsf: { row: (row) => JSON.stringify(ocsfOf(row)) },
};

function csvFormat(): Format {
  return {
    head: COLUMNS.join(','),
    row: (row) => {
      const fields: Record<string, unknown> = { ...placeOf(row), ...named(row), time: timeOf(row.verified.record) };
      return COLUMNS.map((column) => csvField(fields[column])).join(',');
    },
  };
}

/** A field that a spreadsheet shows and never runs. */
export function csvField(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = String(value).replaceAll(/[\r\n]+/g, ' ');
  const inert = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

function timeOf({ at }: AuditRecord): string {
  return new Date(at).toISOString();
}

const OCSF_VERSION = '1.3.0';

/** Open Cybersecurity Schema Framework: class 6003, API Activity. */
function ocsfOf({ verified: { record, digest }, identity }: ExportRow): Record<string, unknown> {
  const ended = record.type === 'open' ? undefined : record;
  const failed = ended !== undefined && ended.status >= 400;
  const subject = record.type === 'close' ? undefined : record;
  return {
    class_uid: 6003,
    class_name: 'API Activity',
    category_uid: 6,
    category_name: 'Application Activity',
    // 1 is Create: a completion is made.
    activity_id: 1,
    type_uid: 600301,
    time: record.at,
    severity_id: failed ? 3 : 1,
    ...(ended !== undefined && {
      status_id: failed ? 2 : 1,
      status_code: String(ended.status),
      ...(ended.reason !== null && { status_detail: ended.reason }),
    }),
    metadata: {
      version: OCSF_VERSION,
      uid: digest,
      product: { name: 'hardened-llm-api', vendor_name: 'hardened-llm-api' },
    },
    actor: {
      user: {
        uid: identity?.user ?? identity?.client ?? subject?.user ?? subject?.client ?? record.tenant,
        org: { uid: identity?.tenant ?? record.tenant },
      },
    },
    api: {
      operation: record.type === 'close' ? 'close' : record.route,
      request: { uid: record.request },
      service: { name: 'llm-api' },
    },
    src_endpoint: { uid: subject?.client ?? record.tenant },
    unmapped: {
      record: record.type,
      ...(subject?.model !== undefined && { model: subject.model }),
      ...(ended !== undefined && {
        input_tokens: ended.inputTokens,
        output_tokens: ended.outputTokens,
        micro_usd: ended.microUsd,
        check: ended.check,
      }),
    },
  };
}
