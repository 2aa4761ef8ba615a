import type { ApproveEnv, IngestEnv } from '../../lib/training-data/env';

type Environment = Readonly<Record<string, string | undefined>>;

function read<Name extends string>(env: Environment, names: readonly Name[]): Record<Name, string> {
  const missing = names.filter((name) => !env[name]);
  if (missing.length > 0) throw new Error(`environment: expected ${missing.join(', ')}, got none`);
  return Object.fromEntries(names.map((name) => [name, env[name]])) as Record<Name, string>;
}

/** Throws on a missing value. Called once, at cold start. */
export function parseIngestConfig(env: Environment): IngestEnv {
  return read(env, ['RAW_BUCKET', 'DATASET_BUCKET']);
}

/** Throws on a missing value. Called once, at cold start. */
export function parseApproveConfig(env: Environment): ApproveEnv {
  return read(env, ['DATASET_BUCKET', 'SIGNING_KEY_ARN']);
}
