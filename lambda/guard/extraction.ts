import { createHash } from 'node:crypto';

/** What one request tells about an attempt to copy a model or what it was trained on. */
export interface ExtractionRequest {
  /** What a person asks: the last words of the conversation that are a user's. */
  readonly prompt: string;
  /** Everything that the request says: two conversations may end with the same words. */
  readonly conversation: readonly string[];
  /** Asked for now or lately; the API refuses them, and whoever wants them has a reason. */
  readonly logprobs: boolean;
  /** Answers asked for at once. */
  readonly choices: number;
  readonly temperature?: number;
  readonly atMs: number;
}

/** Requests that are remembered, and for how long. */
const REMEMBERED = 64;
const MEMORY_MS = 3_600_000;
/** Shorter prompts are greetings and monitors: nothing is copied with them. */
const MIN_WORDS = 6;
const SKETCH_SIZE = 16;
/** Prompts that share this much are variations of one. */
const ALIKE = 0.6;
/** So many of them are a method. */
const MANY = 24;

/** Numbers of one request in the ring: second, digest, sketch. */
const DIGEST_AT = 1;
const SKETCH_AT = 3;
const ENTRY = SKETCH_AT + SKETCH_SIZE;

/**
 * Scores how much the requests of one caller look like extraction: the same request over and over, one prompt varied
 * systematically, and what is asked for with it: log probabilities, many choices, an extreme temperature (OWASP LLM10:2025,
 * ML05).
 *
 * Bounded: hashes of the last 64 requests of an hour, 5 KB, and never a word of them. A refused request counts like
 * another, so a method stays refused for as long as it goes on.
 */
export class ExtractionMemory {
  private readonly ring = new Uint32Array(REMEMBERED * ENTRY);
  private next = 0;

  /** Remembers a request and scores it among those before, 0 to 1. */
  public score(request: ExtractionRequest): number {
    const words = wordsOf(request.prompt);
    if (words.length < MIN_WORDS) return 0;
    const second = Math.floor(request.atMs / 1000);
    const sketch = sketchOf(words);
    const digest = digestOf(request.conversation);
    let kept = 0;
    let alike = 0;
    let same = 0;
    for (let at = 0; at < this.ring.length; at += ENTRY) {
      const age = second - (this.ring[at] ?? 0);
      if (this.ring[at] === 0 || age * 1000 > MEMORY_MS) continue;
      kept += 1;
      if (this.ring[at + DIGEST_AT] === digest[0] && this.ring[at + DIGEST_AT + 1] === digest[1]) same += 1;
      if (likeness(sketch, this.ring.subarray(at + SKETCH_AT, at + ENTRY)) >= ALIKE) alike += 1;
    }
    const start = this.next * ENTRY;
    this.ring.fill(0, start, start + ENTRY);
    this.ring.set([second, ...digest, ...sketch], start);
    this.next = (this.next + 1) % REMEMBERED;

    const variation = Math.min(1, alike / MANY);
    const repetition = Math.min(1, same / MANY);
    // a batch job varies a prompt too: what tells a copyist is that nothing else is asked, and what is asked for with it.
    const method = Math.max(variation * (0.35 + (0.25 * alike) / Math.max(1, kept)), repetition * 0.7);
    const probing = probingOf(request) * (0.3 + 0.7 * Math.max(variation, repetition));
    return Math.min(1, method + probing);
  }
}

function probingOf({ logprobs, choices, temperature = 1 }: ExtractionRequest): number {
  const extreme = temperature === 0 || temperature >= 1.5;
  return (logprobs ? 0.35 : 0) + Math.min(0.2, (choices - 1) * 0.06) + (extreme ? 0.05 : 0);
}

function wordsOf(prompt: string): readonly string[] {
  return (
    prompt
      .slice(0, 20_000)
      .toLowerCase()
      .match(/[\p{L}\p{N}]{1,40}/gu) ?? []
  );
}

/** The smallest hashes of the words in threes: two texts share about as many of them as they share text. */
function sketchOf(words: readonly string[]): readonly number[] {
  const hashes = new Set<number>();
  for (let i = 0; i + 2 < words.length; i++) hashes.add(hash(`${words[i]} ${words[i + 1]} ${words[i + 2]}`));
  return [...hashes].sort((a, b) => a - b).slice(0, SKETCH_SIZE);
}

function likeness(sketch: readonly number[], other: Uint32Array): number {
  const size = other.findLastIndex((value) => value !== 0) + 1;
  let shared = 0;
  for (const value of sketch) if (other.includes(value)) shared += 1;
  return shared / Math.max(1, Math.min(sketch.length, size));
}

function digestOf(texts: readonly string[]): readonly [number, number] {
  const digest = createHash('sha256');
  for (const text of texts) digest.update(`${text.length}:`).update(text);
  const bytes = digest.digest();
  return [bytes.readUInt32LE(0), bytes.readUInt32LE(4)];
}

/** Never 0, which is an empty place of a sketch. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  // the last bits of FNV are its best: mixed once more, since the smallest are kept.
  value ^= value >>> 16;
  return Math.imul(value, 0x85ebca6b) >>> 0 || 1;
}
