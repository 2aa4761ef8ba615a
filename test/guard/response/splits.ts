import * as fc from 'fast-check';
import type { TextStage } from '../../../lambda/guard/response/text-stage';

/** Feeds pieces to a stage and collects what it says. */
export function throughStage(stage: TextStage, pieces: readonly string[]): string {
  return pieces.map((piece) => stage.push(piece)).join('') + stage.end();
}

/** Every way to cut a text in two. */
export function allCuts(text: string): string[][] {
  return Array.from({ length: text.length + 1 }, (_, at) => [text.slice(0, at), text.slice(at)]);
}

/** Texts made of parts that mean something to the stage, cut at random. */
export function piecesOf(parts: readonly string[], maxLength = 24): fc.Arbitrary<{ text: string; pieces: string[] }> {
  const part = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...parts) },
    { weight: 1, arbitrary: fc.string({ maxLength: 4 }) },
  );
  return fc
    .tuple(fc.array(part, { maxLength }), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 }))
    .map(([chosen, sizes]) => {
      const text = chosen.join('');
      const pieces: string[] = [];
      for (let at = 0, i = 0; at < text.length; i += 1) {
        const size = sizes[i % sizes.length] ?? 1;
        pieces.push(text.slice(at, at + size));
        at += size;
      }
      return { text, pieces };
    });
}
