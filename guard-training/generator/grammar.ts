import type { Random } from '../random';

/** Named lists of phrases that refer to each other. */
export type Grammar = Readonly<Record<string, readonly string[]>>;

/** Deepest nesting of references: a grammar that refers to itself ends here. */
const MAX_DEPTH = 8;

/**
 * Writes one phrase of a grammar: `{name}` becomes a phrase of that list, `[a|b|]` one of the alternatives.
 *
 * @throws where a phrase names a list that is not there: a typing error would else end up in the training data.
 */
export function write(grammar: Grammar, name: string, random: Random): string {
  return expand(grammar, random.pick(listOf(grammar, name)), random, 0)
    .replace(/ {2,}/g, ' ')
    .replace(/ ([,.!?;:])/g, '$1')
    .trim();
}

/** Replaces the references and alternatives of one template. */
export function expand(grammar: Grammar, template: string, random: Random, depth = 0): string {
  if (depth > MAX_DEPTH) throw new Error(`template: expected ${MAX_DEPTH} levels at most, got more in "${template}"`);
  return template
    .replace(/\[([^[\]]*\|[^[\]]*)\]/g, (_, alternatives: string) => random.pick(alternatives.split('|')))
    .replace(/\{([a-zA-Z]\w*)\}/g, (_, name: string) =>
      expand(grammar, random.pick(listOf(grammar, name)), random, depth + 1),
    );
}

function listOf(grammar: Grammar, name: string): readonly string[] {
  const list = grammar[name];
  if (list === undefined) throw new Error(`list: expected a name in the grammar, got ${name}`);
  return list;
}
