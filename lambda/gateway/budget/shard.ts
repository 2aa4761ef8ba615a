import { createHash } from 'node:crypto';
import type { Limits } from '../../core/limits';
import { isLimited } from './meters';

/** What decides in which of a tenant's items a request is reserved. */
export interface Routed {
  readonly requestId: string;
  readonly client: string;
  readonly clientLimits: Limits;
}

/**
 * The shard of a request: a limited client's is always the same, so that its own limits stay in one item and exact;
 * everybody else's requests are spread.
 */
export function shardOf({ requestId, client, clientLimits }: Routed, shards: number): number {
  if (shards <= 1) return 0;
  const name = isLimited(clientLimits) ? client : requestId;
  return createHash('sha256').update(`s\n${name}`).digest().readUInt32BE(0) % shards;
}
