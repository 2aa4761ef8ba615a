import { createHash } from 'node:crypto';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** A block of a model's quota, held by one budget item until the end of its last slot. */
export interface ModelBlock {
  readonly id: number;
  /** Last slot in which it may be used. */
  readonly untilSlot: number;
  readonly requests: number;
  readonly tokens: number;
  /** What was left when the block was closed: to be given back, and no longer to be used. */
  readonly rest?: { readonly requests: number; readonly tokens: number };
}

/** Name of the attribute that holds a model's block, from the provider's id of the model. */
export function blockName(modelId: string): string {
  return `b_${createHash('sha256').update(`m\n${modelId}`).digest('hex').slice(0, 4)}`;
}

/** Reads a block. */
export function blockOf(value: AttributeValue | undefined): ModelBlock | undefined {
  const fields = value?.M;
  if (!fields) return undefined;
  const read = (name: string): number => Number(fields[name]?.N ?? 0);
  return {
    id: read('b'),
    untilSlot: read('u'),
    requests: read('n'),
    tokens: read('k'),
    ...(fields['rn'] && { rest: { requests: read('rn'), tokens: read('rk') } }),
  };
}

/** Writes a block. */
export function blockValue({ id, untilSlot, requests, tokens }: ModelBlock): AttributeValue {
  const number = (value: number): AttributeValue => ({ N: String(value) });
  return { M: { b: number(id), u: number(untilSlot), n: number(requests), k: number(tokens) } };
}

/** Whether a block has room for a request now. */
export function hasRoom(block: ModelBlock, tokens: number, slot: number): boolean {
  return !block.rest && block.untilSlot >= slot && block.requests >= 1 && block.tokens >= tokens;
}
