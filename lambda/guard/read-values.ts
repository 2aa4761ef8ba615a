/** Readers of a policy's values; each throws with the path, what was expected and what was got. */
export function wrong(path: string, expected: string, got: unknown): never {
  throw new Error(`${path}: expected ${expected}, got ${JSON.stringify(got)}`);
}

/** An object. */
export function objectAt(path: string, value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) wrong(path, 'an object', value);
  return value as Record<string, unknown>;
}

/** One of some words. */
export function oneOf<const Value extends string>(path: string, value: unknown, values: readonly Value[]): Value {
  const found = values.find((candidate) => candidate === value);
  return found ?? wrong(path, `one of ${values.join(', ')}`, value);
}

/** A score; by default one above 1 is allowed, which is never reached. */
export function scoreAt(path: string, value: unknown, most = 2): number {
  if (typeof value !== 'number' || !(value > 0 && value <= most)) wrong(path, `a number above 0, up to ${most}`, value);
  return value;
}
