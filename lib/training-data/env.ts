/**
 * Environment contract of the ingest function: the construct writes these names,
 * `lambda/training-data/config.ts` reads them. Imports nothing, ever.
 */
export type IngestEnv = Record<'RAW_BUCKET' | 'DATASET_BUCKET', string>;

/** Environment contract of the approve function. */
export type ApproveEnv = Record<'DATASET_BUCKET' | 'SIGNING_KEY_ARN', string>;
