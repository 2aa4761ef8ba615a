import { createHash } from 'node:crypto';

/** The part of a Titan embedding request that the mock reads. */
export interface EmbeddingRequest {
  readonly inputText?: string;
  readonly dimensions?: number;
}

/** A vector that depends on the text alone: equal texts are equal, and nothing else can be learnt from it. */
export function embed({ inputText = '', dimensions = 1_024 }: EmbeddingRequest): {
  readonly embedding: readonly number[];
  readonly inputTextTokenCount: number;
} {
  const values: number[] = [];
  for (let block = 0; values.length < dimensions; block += 1)
    for (const byte of createHash('sha256').update(`${block}\n${inputText}`).digest()) values.push(byte / 127.5 - 1);
  const cut = values.slice(0, dimensions);
  const length = Math.hypot(...cut);
  return {
    embedding: cut.map((value) => value / length),
    inputTextTokenCount: Math.max(1, Math.ceil(inputText.length / 4)),
  };
}
