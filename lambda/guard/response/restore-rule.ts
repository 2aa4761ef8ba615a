import { literalRule } from './literal-rule';
import type { StreamRule } from './stream-rule';

/** Puts the originals back where the model repeats a pseudonym; `undefined` when there is none to restore. */
export function restoreRule(pseudonyms: ReadonlyMap<string, string>): StreamRule | undefined {
  if (pseudonyms.size === 0) return undefined;
  const originals = new Map([...pseudonyms].map(([pseudonym, original]) => [pseudonym.toLowerCase(), original]));
  return literalRule({
    name: 'pseudonyms',
    reason: 'data_disclosure',
    action: 'redact',
    literals: [...pseudonyms.keys()],
    replacement: (match) => originals.get(match.toLowerCase()) ?? match,
  });
}
