/** One example of a dataset. */
export interface Example {
  readonly id: string;
  readonly text: string;
  readonly label?: string;
  /** Who contributed it, within the batch. */
  readonly source: string;
}

/** A line of this length is no example but a way to make scanning expensive. */
const MAX_LINE_CHARACTERS = 65_536;
const MAX_EXAMPLES = 1_000_000;

/**
 * Reads a batch: JSON lines of `{"id","text"}`, optionally with `label` and `source`.
 *
 * @throws with the line that is wrong: a batch is taken whole or not at all
 */
export function parseExamples(text: string): Example[] {
  const examples: Example[] = [];
  const ids = new Set<string>();
  let line = 0;
  for (const raw of text.split('\n')) {
    line += 1;
    if (raw.trim() === '') continue;
    if (raw.length > MAX_LINE_CHARACTERS) {
      throw new Error(`line ${line}: expected at most ${MAX_LINE_CHARACTERS} characters, got ${raw.length}`);
    }
    const example = readExample(raw, line);
    if (ids.has(example.id)) throw new Error(`line ${line}: the id '${example.id.slice(0, 64)}' is there twice`);
    ids.add(example.id);
    examples.push(example);
    if (examples.length > MAX_EXAMPLES) throw new Error(`expected at most ${MAX_EXAMPLES} examples in a batch`);
  }
  if (examples.length === 0) throw new Error('expected examples, got an empty batch');
  return examples;
}

function readExample(raw: string, line: number): Example {
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch {
    throw new Error(`line ${line}: expected JSON, got something else`);
  }
  if (typeof value !== 'object' || value === null) throw new Error(`line ${line}: expected an object`);
  const { id, text, label, source = 'unknown' } = value as Readonly<Record<string, unknown>>;
  if (typeof id !== 'string' || id === '') throw new Error(`line ${line}: expected an 'id'`);
  if (typeof text !== 'string' || text === '') throw new Error(`line ${line}: expected a 'text'`);
  if (label !== undefined && typeof label !== 'string') throw new Error(`line ${line}: expected a 'label' of text`);
  if (typeof source !== 'string') throw new Error(`line ${line}: expected a 'source' of text`);
  return { id, text, source, ...(label !== undefined && { label }) };
}
