/** A small seeded generator (mulberry32): a proof that fails can be run again as it was. */
export function randomFrom(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number): number => Math.floor(next() * end);
  return {
    next,
    /** A whole number from 0 to below `end`. */
    below,
    between: (from: number, to: number): number => from + below(to - from + 1),
    pick: <Item>(items: readonly Item[]): Item => items[below(items.length)]!,
  };
}

/** The generator of `randomFrom`. */
export type Random = ReturnType<typeof randomFrom>;
