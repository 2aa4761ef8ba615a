import type { StreamRule } from './stream-rule';

/**
 * Puts the originals back where the model repeats a pseudonym; `undefined` when there is none to restore.
 *
 * Looked up, not searched for one by one: a request may hold a hundred thousand addresses.
 */
export function restoreRule(pseudonyms: ReadonlyMap<string, string>): StreamRule | undefined {
  if (pseudonyms.size === 0) return undefined;
  const originals = new Map([...pseudonyms].map(([pseudonym, original]) => [pseudonym.toLowerCase(), original]));
  const sorted = [...originals.keys()].sort();
  const longestFirst = [...new Set(sorted.map(({ length }) => length))].sort((a, b) => b - a);
  const starts = new Set(sorted.flatMap((pseudonym) => [pseudonym[0] ?? '', (pseudonym[0] ?? '').toUpperCase()]));
  const maxLength = longestFirst[0] ?? 0;

  const endOf = (text: string, at: number): number | undefined => {
    const end = longestFirst.find((length) => originals.has(text.slice(at, at + length).toLowerCase()));
    return end === undefined ? undefined : at + end;
  };
  return {
    name: 'pseudonyms',
    reason: 'data_disclosure',
    action: 'redact',
    maxLength,
    lookAround: 0,
    replacement: (match) => originals.get(match.toLowerCase()) ?? match,
    next(text, from) {
      for (let start = from; start < text.length; start += 1) {
        if (!starts.has(text[start] ?? '')) continue;
        const end = endOf(text, start);
        if (end !== undefined) return { start, end };
      }
      return undefined;
    },
    openFrom(text, from) {
      for (let at = Math.max(from, text.length - maxLength + 1); at < text.length; at += 1) {
        if (starts.has(text[at] ?? '') && begins(sorted, text.slice(at).toLowerCase())) return at;
      }
      return text.length;
    },
  };
}

/** Whether one of the sorted texts is longer than `beginning` and starts with it. */
function begins(sorted: readonly string[], beginning: string): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? '') <= beginning) low = middle + 1;
    else high = middle;
  }
  return sorted[low]?.startsWith(beginning) === true;
}
