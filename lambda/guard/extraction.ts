/** What one request tells about an attempt to copy a model or what it was trained on. */
export interface ExtractionRequest {
  readonly prompt: string;
  readonly logprobs: boolean;
  /** Answers asked for at once. */
  readonly choices: number;
  readonly temperature?: number;
}

/** What is remembered of a client's recent requests; bounded, and of prompts only hashes. */
export interface ExtractionMemory {
  readonly sketches: readonly number[][];
  readonly requests: number;
}

export const NO_MEMORY: ExtractionMemory = { sketches: [], requests: 0 };

/** Requests that are remembered. */
const REMEMBERED = 64;
const SKETCH_SIZE = 16;
/** Prompts that share this much are variations of one. */
const ALIKE = 0.6;

/**
 * Scores how much a client's requests look like extraction: the same prompt over and over, one prompt varied
 * systematically, log probabilities and many choices asked for with it (OWASP LLM10:2025 and ML05).
 *
 * Pure: the caller keeps the memory, one for each client.
 *
 * @returns the score, 0 to 1, and what to remember.
 */
export function scoreExtraction(
  memory: ExtractionMemory,
  { prompt, logprobs, choices, temperature = 1 }: ExtractionRequest,
): { readonly score: number; readonly memory: ExtractionMemory } {
  const sketch = sketchOf(prompt);
  const alike = memory.sketches.filter((other) => likeness(sketch, other) >= ALIKE).length;
  const variation = Math.min(1, alike / 24);
  const share = memory.sketches.length === 0 ? 0 : alike / memory.sketches.length;
  // a batch job varies a prompt too: what tells a copyist is that nothing else is asked, and what is asked for with it.
  const probing = (logprobs ? 0.35 : 0) + Math.min(0.2, (choices - 1) * 0.05) + (temperature === 0 ? 0.05 : 0);
  const score = Math.min(1, variation * (0.35 + 0.25 * share) + probing * (0.3 + 0.7 * variation));
  return {
    score,
    memory: { sketches: [...memory.sketches.slice(1 - REMEMBERED), sketch], requests: memory.requests + 1 },
  };
}

/** The smallest hashes of the words in threes: two texts share about as many of them as they share text. */
function sketchOf(prompt: string): number[] {
  const words =
    prompt
      .slice(0, 20_000)
      .toLowerCase()
      .match(/[\p{L}\p{N}]{1,40}/gu) ?? [];
  const hashes = new Set<number>();
  for (let i = 0; i < Math.max(1, words.length - 2); i++) hashes.add(hash(words.slice(i, i + 3).join(' ')));
  return [...hashes].sort((a, b) => a - b).slice(0, SKETCH_SIZE);
}

function likeness(a: readonly number[], b: readonly number[]): number {
  const other = new Set(b);
  return a.filter((value) => other.has(value)).length / Math.max(1, Math.min(a.length, b.length));
}

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  // the last bits of FNV are its best: mixed once more, since the smallest are kept.
  value ^= value >>> 16;
  return Math.imul(value, 0x85ebca6b) >>> 0;
}
