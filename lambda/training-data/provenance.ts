/** Where a batch comes from and by what right it is used. */
export interface Provenance {
  readonly source: string;
  readonly license: string;
  /** `YYYY-MM-DD`. */
  readonly collectedAt: string;
  readonly collectedBy: string;
  /** Why its personal data may be processed, or that there is none. */
  readonly legalBasis: string;
}

const FIELDS = ['source', 'license', 'collectedAt', 'collectedBy', 'legalBasis'] as const;

/** @throws with every field that is missing: data of unknown origin is not taken */
export function parseProvenance(text: string | undefined): Provenance {
  if (text === undefined) throw new Error('provenance: expected provenance.json beside the batch, got none');
  let value: Partial<Record<string, unknown>>;
  try {
    value = JSON.parse(text) as Partial<Record<string, unknown>>;
  } catch {
    throw new Error('provenance: expected JSON, got something else');
  }
  const missing = FIELDS.filter((field) => typeof value[field] !== 'string' || value[field] === '');
  if (missing.length > 0) throw new Error(`provenance: expected ${missing.join(', ')}, got none`);
  const provenance = Object.fromEntries(FIELDS.map((field) => [field, value[field]])) as unknown as Provenance;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(provenance.collectedAt)) {
    throw new Error(`provenance: expected collectedAt as YYYY-MM-DD, got '${provenance.collectedAt.slice(0, 32)}'`);
  }
  return provenance;
}
