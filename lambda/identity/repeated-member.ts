/** Every string of a JSON text, with the colon that follows the name of a member and no other string. */
const STRINGS = /"[^"\\]*(?:\\.[^"\\]*)*"(?:[ \t\n\r]*:)?/gs;

/**
 * Whether an object anywhere in a JSON text names a member twice.
 *
 * `JSON.parse` keeps the last one and other parsers the first: two readers of one token must not see two tenants. Names
 * are counted in the text and members in what was parsed; a repetition is one that got lost between the two. Linear in
 * the length of the text.
 *
 * @param value what `JSON.parse` made of the text.
 */
export function hasRepeatedMember(json: string, value: unknown): boolean {
  const strings = json.match(STRINGS) ?? [];
  const names = strings.filter((string) => string.endsWith(':'));
  return names.length !== members(value);
}

/** Members of all objects in a value. A loop, because a text can nest deeper than the stack. */
function members(value: unknown): number {
  let count = 0;
  const open = [value];
  while (open.length > 0) {
    const each = open.pop();
    if (typeof each !== 'object' || each === null) continue;
    const inner = Object.values(each);
    if (!Array.isArray(each)) count += inner.length;
    for (const item of inner) open.push(item);
  }
  return count;
}
