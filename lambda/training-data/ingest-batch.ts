import type { Guard } from '../guard/guard';
import { ingest, type IngestPolicy, type IngestReport } from './ingest';
import { checkDatasetName } from './manifest';

/** What an ingest reaches outside of itself. */
export interface IngestPorts {
  /** An object of the raw bucket; `undefined` when there is none. */
  readonly readRaw: (key: string) => Promise<string | undefined>;
  /** Writes where nothing is; the same again is a success. */
  readonly write: (key: string, text: string) => Promise<void>;
  /** Names the event and its figures, never an example. */
  readonly emit: (line: Readonly<Record<string, unknown>>) => void;
}

/** Name of the object whose arrival starts an ingest: it is uploaded last. */
const EXAMPLES = 'examples.jsonl';

/**
 * Ingests the batch whose examples have arrived under a key `<dataset>/<batch>/examples.jsonl`.
 *
 * The report is written before the examples: a run that dies in between leaves no examples without a report, and the
 * next one writes both again.
 */
export async function ingestBatch(
  key: string,
  ports: IngestPorts,
  guard: Guard,
  policy: IngestPolicy,
): Promise<IngestReport> {
  const [dataset, batch, name, ...rest] = key.split('/');
  if (dataset === undefined || batch === undefined || name !== EXAMPLES || rest.length > 0) {
    throw new Error(`raw object: expected DATASET/BATCH/${EXAMPLES}, got '${key.slice(0, 256)}'`);
  }
  const target = `${checkDatasetName(dataset)}/batches/${checkDatasetName(batch)}`;
  const examples = await ports.readRaw(key);
  if (examples === undefined) throw new Error(`raw object: expected ${key}, got none`);
  const provenance = await ports.readRaw(`${dataset}/${batch}/provenance.json`);
  const { lines, report } = ingest({ examples, provenance }, guard, policy);
  await ports.write(`${target}/report.json`, `${JSON.stringify(report, undefined, 2)}\n`);
  await ports.write(`${target}/${EXAMPLES}`, lines);
  const { examples: count, kept, anonymized } = report;
  ports.emit({ event: 'dataset-ingested', dataset, batch, examples: count, kept, anonymized });
  return report;
}
