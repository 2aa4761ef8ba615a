import type { Random } from '../random';
import { type Grammar, write } from './grammar';
import type { Language } from './languages';
import { PERSONAL } from './languages/personal';
import { PROGRAMS } from './languages/programs';
import { SCENES, SCENE_SHAPES } from './languages/scene';

/** How the phrases of a language make a whole text. */
const SHAPES: Grammar = {
  attack: [
    '{override}. {goal}',
    '{override}. {goal}',
    '{goal}',
    '{goal}',
    '{persona}. {goal}',
    '{persona}. {goal}',
    '{override}. {persona}. {goal}',
    '{persona}. {persona}. {goal}',
    '{override}',
    '{sentence} {override}. {goal}',
    '{ask} {override}. {goal}',
    '{goal}! {persona}.',
    '{trigger} {goal}',
    '{personal}',
    '{personal}',
    '{personal} {persona}',
    '{sentence} {personal}',
    '{override}. {personal}',
  ],
  planted: [
    '{sentence} {sentence} {note} {sentence}',
    '{sentence}\n\n{note}\n\n{sentence} {sentence}',
    '{note} {sentence}',
    '{sentence} {sentence} {sentence} {note}',
    '{sentence} {override}. {action}. {sentence}',
  ],
  harmless: [
    '{ask}',
    '{ask}',
    '{ask}',
    '{ask} {sentence}',
    '{trigger}',
    '{trigger}',
    '{sentence} {ask}',
    '{sentence} {trigger}',
  ],
  document: [
    '{sentence} {sentence}',
    '{sentence} {sentence} {sentence} {sentence}',
    '{sentence}\n\n{sentence} {sentence}\n{sentence}',
    '{sentence} {trigger} {sentence}',
  ],
};

/** Writes an attack, a document with a planted order, a harmless prompt or a harmless document in `language`. */
export function writeIn(
  language: Language,
  shape: 'attack' | 'planted' | 'harmless' | 'document' | 'sceneAttack' | 'sceneHarmless',
  random: Random,
): string {
  const { code, ...lists } = language;
  const personal = PERSONAL[code];
  if (personal === undefined) throw new Error(`personal: expected phrases in ${code}, got none`);
  const scene = SCENES[code];
  if (scene === undefined) throw new Error(`scene: expected phrases in ${code}, got none`);
  const grammar = { ...SHAPES, ...SCENE_SHAPES, ...scene, ...lists, personal };
  return write(shape === 'sceneHarmless' ? withPrograms(grammar, code) : grammar, shape, random);
}

/** Many of the programs that are asked for come from the longer list, where a language has one. */
function withPrograms(grammar: Grammar, code: string): Grammar {
  const more = PROGRAMS[code];
  if (more === undefined) return grammar;
  const program = more.make.flatMap((make) => [
    `${make} {moreTask}. {moreCondition}`,
    `${make} {moreTask}. {moreCondition} {moreCondition}`,
  ]);
  return {
    ...grammar,
    sceneHarmless: [...(grammar['sceneHarmless'] as readonly string[]), ...program],
    moreTask: more.task,
    moreCondition: more.condition,
  };
}
