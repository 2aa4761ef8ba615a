/** One span of a text and what stands there instead. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The text with its spans replaced. Where spans overlap the longer one counts, and what it does not cover of the other
 * is not left behind: the longer is extended over it.
 */
export function rewriteText(text: string, replacements: readonly Replacement[]): string {
  if (replacements.length === 0) return text;
  const spans = merged(replacements);
  const replaced = splice(text, spans);
  // a number in JSON that became a word must be a string there, or the document would no longer be JSON.
  return isJson(text) && !isJson(replaced) ? splice(text, quotedOutsideStrings(text, spans)) : replaced;
}

function merged(replacements: readonly Replacement[]): Replacement[] {
  const sorted = [...replacements].sort((a, b) => a.start - b.start);
  const out: Replacement[] = [];
  for (const next of sorted) {
    const last = out[out.length - 1];
    if (last === undefined || next.start >= last.end) {
      out.push(next);
      continue;
    }
    const longer = next.end - next.start > last.end - last.start ? next : last;
    out[out.length - 1] = { start: last.start, end: Math.max(last.end, next.end), text: longer.text };
  }
  return out;
}

function splice(text: string, spans: readonly Replacement[]): string {
  const parts: string[] = [];
  let from = 0;
  for (const { start, end, text: replacement } of spans) {
    parts.push(text.slice(from, start), replacement);
    from = end;
  }
  parts.push(text.slice(from));
  return parts.join('');
}

function isJson(text: string): boolean {
  if (!/^\s{0,64}[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** In JSON what does not stand in a string becomes one. */
function quotedOutsideStrings(json: string, spans: readonly Replacement[]): Replacement[] {
  let at = 0;
  let inString = false;
  return spans.map((span) => {
    for (; at < span.start; at++) {
      if (json[at] === '\\') at++;
      else if (json[at] === '"') inString = !inString;
    }
    return inString ? span : { ...span, text: JSON.stringify(span.text) };
  });
}
