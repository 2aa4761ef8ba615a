/**
 * Whether an object anywhere in a JSON text names a member twice.
 *
 * `JSON.parse` keeps the last one and other parsers the first: two readers of one token must not see two tenants. The
 * text must be valid JSON; one pass, linear in its length.
 */
export function hasRepeatedMember(json: string): boolean {
  // one entry for each open bracket: the names seen so far, or nothing in an array.
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < json.length; at += 1) {
    const char = json[at];
    if (char === '{') open.push(new Set());
    else if (char === '[') open.push(undefined);
    else if (char === '}' || char === ']') open.pop();
    else if (char === '"') {
      const end = endOfString(json, at);
      if (isName(json, end)) {
        const names = open.at(-1);
        const name = JSON.parse(json.slice(at, end + 1)) as string;
        if (names?.has(name)) return true;
        names?.add(name);
      }
      at = end;
    }
  }
  return false;
}

/** Index of the closing quote of the string that opens at `start`. */
function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at;
}

/** In valid JSON a colon follows the name of a member and no other string. */
function isName(json: string, end: number): boolean {
  let at = end + 1;
  while (json[at] === ' ' || json[at] === '\t' || json[at] === '\n' || json[at] === '\r') at += 1;
  return json[at] === ':';
}
