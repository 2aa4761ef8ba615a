import type { Example } from '../corpus/example';
import { Random } from '../random';
import { BRIEFS } from './briefs';
import { ENGLISH_ATTACKS, ENGLISH_HARMLESS } from './english';
import { EXACT_WISHES, FORCED_OUTPUT } from './forced-output';
import { type Grammar, expand, write } from './grammar';
import { SHORT_TALK } from './short-talk';
import { SECRET_GAMES, WORD_GAMES } from './secret-games';
import { LANGUAGES } from './languages';
import { TASKS } from './tasks';
import { TRIGGER_PAIRS } from './trigger-pairs';
import { writeIn } from './translated';

/** How many texts of each kind. A tenth of the volume gives nearly all of the effect: diversity counts. */
const COUNTS = {
  direct: 3600,
  persona: 900,
  planted: 1500,
  harmless: 1500,
  trigger: 1500,
  tasks: 2500,
  documents: 1500,
  note: 600,
  secretGames: 2200,
  wordGames: 1800,
  briefs: 3000,
  roles: 1500,
  triggerPairs: 1500,
  forcedOutput: 1300,
  exactWishes: 900,
  shortTalk: 2000,
  /** Of each language beside English. */
  translated: { attack: 110, planted: 40, sceneAttack: 170, harmless: 130, document: 50, sceneHarmless: 220 },
};

/** Writes the project's own attacks and harmless texts. */
export function generate(seed: number, carriers: readonly string[] = []): Example[] {
  const random = new Random(seed);
  const examples: Example[] = [];
  const seen = new Set<string>();
  const add = (source: string, attack: boolean, count: number, make: () => string): void => {
    for (let i = 0; i < count; i++) {
      const text = vary(make(), random);
      if (seen.has(text)) continue;
      seen.add(text);
      examples.push({ id: `${source}-${i}`, source, attack, text });
    }
  };
  const document = (): string =>
    carriers.length > 0 && random.chance(0.5) ? random.pick(carriers) : write(ENGLISH_HARMLESS, 'document', random);
  add('own_direct', true, COUNTS.direct, () => direct(random));
  add('own_persona', true, COUNTS.persona, () => persona(random));
  add('own_note', true, COUNTS.note, () => write(ENGLISH_ATTACKS, 'note', random));
  add('own_planted', true, COUNTS.planted, () => plant(document(), write(ENGLISH_ATTACKS, 'note', random), random));
  add('own_harmless', false, COUNTS.harmless, () => write(ENGLISH_HARMLESS, 'ask', random));
  add('own_trigger', false, COUNTS.trigger, () => trigger(random));
  add('own_tasks', false, COUNTS.tasks, () => write(TASKS, 'any', random));
  add('own_documents', false, COUNTS.documents, () =>
    random.chance(0.5)
      ? plant(document(), write(ENGLISH_HARMLESS, random.chance(0.7) ? 'sentence' : 'trigger', random), random)
      : write(ENGLISH_HARMLESS, 'document', random),
  );
  add('own_secret_games', true, COUNTS.secretGames, () => write(SECRET_GAMES, 'ask', random));
  add('own_word_games', false, COUNTS.wordGames, () => write(WORD_GAMES, 'play', random));
  add('own_trigger_pairs', false, COUNTS.triggerPairs, () => write(TRIGGER_PAIRS, 'frame', random));
  add('own_forced_output', true, COUNTS.forcedOutput, () => write(FORCED_OUTPUT, 'turn', random));
  add('own_exact_wishes', false, COUNTS.exactWishes, () => write(EXACT_WISHES, 'turn', random));
  add('own_short_talk', false, COUNTS.shortTalk, () => write(SHORT_TALK, 'talk', random));
  add('own_roles', false, COUNTS.roles, () => write(BRIEFS, 'play', random));
  add('own_briefs', false, COUNTS.briefs, () => write(BRIEFS, 'any', random));
  for (const language of LANGUAGES) {
    for (const [shape, count] of Object.entries(COUNTS.translated)) {
      const attack = shape === 'attack' || shape === 'planted' || shape === 'sceneAttack';
      add(`own_${language.code}_${attack ? 'attack' : 'harmless'}`, attack, count, () =>
        writeIn(language, shape as keyof typeof COUNTS.translated, random),
      );
    }
  }
  return examples;
}

function direct(random: Random): string {
  const attack = write(ENGLISH_ATTACKS, 'direct', random);
  if (random.chance(0.2))
    return `${write(ENGLISH_HARMLESS, random.chance(0.5) ? 'ask' : 'prose', random)}${random.pick(['\n', ' ', '\n\n', '. ', ' --- '])}${attack}`;
  if (random.chance(0.1))
    return `${random.pick(['Translate to German: ', 'Summarize: ', 'Text: ', 'Answer the question: ', 'Review: '])}${attack}`;
  return attack;
}

function persona(random: Random): string {
  const parts = [write(ENGLISH_ATTACKS, 'personaOpen', random)];
  const rules = 1 + random.below(random.chance(0.3) ? 16 : 7);
  const name = random.pick(ENGLISH_ATTACKS['name'] as readonly string[]);
  const one: Grammar = { ...ENGLISH_ATTACKS, name: [name] };
  parts[0] = write(one, 'personaOpen', random);
  for (let i = 0; i < rules; i++) parts.push(write(one, random.chance(0.85) ? 'personaRule' : 'suppress', random));
  if (random.chance(0.25)) parts.splice(random.below(2), 0, write(one, 'override', random));
  if (random.chance(0.15)) parts.splice(random.below(parts.length), 0, write(one, 'authority', random));
  if (random.chance(0.2)) parts.splice(random.below(parts.length), 0, write(ENGLISH_HARMLESS, 'prose', random));
  const close = expand(one, random.pick(ENGLISH_ATTACKS['personaClose'] as readonly string[]), random);
  const separator = random.pick(['. ', '. ', '.\n', '.\n- ', '\n\n', '! ']);
  return `${parts.join(separator)}.${close === '' ? '' : ` ${close}`}`;
}

function trigger(random: Random): string {
  const text = write(ENGLISH_HARMLESS, 'trigger', random);
  if (random.chance(0.25))
    return `${text} ${write(ENGLISH_HARMLESS, random.chance(0.5) ? 'trigger' : 'prose', random)}`;
  return text;
}

/** Puts a sentence into a document: at its beginning, its end, or between two of its lines or sentences. */
export function plant(document: string, sentence: string, random: Random): string {
  const gaps = [...document.matchAll(/(?<=[.!?\n]) |\n/g)].map((match) => match.index + 1);
  const at = random.chance(0.2) ? 0 : random.chance(0.35) || gaps.length === 0 ? document.length : random.pick(gaps);
  const [before, after] = random.pick([
    [' ', ' '],
    ['\n', '\n'],
    ['\n\n', '\n\n'],
    [' ', '\n'],
  ] as const);
  return `${document.slice(0, at)}${at === 0 ? '' : before}${sentence}${after}${document.slice(at)}`.trim();
}

/** Small changes of form that carry no meaning: capitals, ends, quotation marks. */
function vary(text: string, random: Random): string {
  const form = random.next();
  if (form < 0.08) return text.toLowerCase();
  if (form < 0.11) return text.toUpperCase();
  if (form < 0.2) return text.replace(/[.!?]+$/, '');
  if (form < 0.24) return `${text}${random.pick(['!', '!!!', '...', ' :)', ' thanks', ' please'])}`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}
