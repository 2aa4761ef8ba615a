import {
  FAILURE_MODES,
  INTERNAL_FAILURE_MODES,
  MANNERS,
  MOMENTS,
  type Effect,
  type FailureMode,
  type Moment,
} from '../lambda/core/failure-modes';
import { REASONS } from '../lambda/core/reason';
import { markdownTable } from './markdown-table';

const MOMENT_NAMES: Readonly<Record<Moment, string>> = {
  cold: 'before, in a new environment',
  warm: 'before, in one that has served',
  midStream: 'in mid-stream',
};

/** `docs/failure-modes.md`, from the table in code. */
export function failureModesPage(): string {
  return `${[
    '# When something fails',
    '',
    'Generated from `lambda/core/failure-modes.ts` (`npm run docs:failure-modes`): do not edit.',
    '',
    'No control opens when what it rests on fails, and no option makes one open. A request is **closed** (refused, or its',
    'stream ended by an error and never by a proper end), **degraded** (answered in full; what could not be done is kept',
    'where it says) or **unaffected**. `npm run prove -- faults` takes each part away from the running local API, makes it',
    'slow (5 s), throttled and wrong (success with nonsense), in a new environment, in one that has served and in',
    'mid-stream, while other requests go on; it holds only when every cell below is so, no model call lacks its record',
    'and everything is well again without a restart. A client that hangs up is not told to the function: AWS does not',
    'promise it either.',
    '',
    'Failures of the guard, the audit trail, the budget and the authorizer have an alarm each; whatever ends with a 5xx',
    'rings the alarm on server errors as well. A model that fails in mid-stream, after a status of 200, rings one of its',
    'own, by `BrokenStreams`.',
    '',
    ...(Object.values(FAILURE_MODES) as readonly FailureMode[]).flatMap(section),
    '## Inside the functions',
    '',
    'No service stands behind these; each is shown by a test.',
    '',
    markdownTable(
      ['what fails', 'control', 'what happens', 'shown by'],
      INTERNAL_FAILURE_MODES.map(({ name, control, outcome, shownBy }) => [
        name,
        control,
        outcome,
        `\`${shownBy.file}\``,
      ]),
    ),
    '',
  ].join('\n')}`;
}

function section({ name, control, effects, metric }: FailureMode): readonly string[] {
  const rows = MOMENTS.flatMap((moment) => {
    const byText = new Map<string, string[]>();
    for (const manner of MANNERS) {
      const text = effectText(effects[moment][manner], moment);
      byText.set(text, [...(byText.get(text) ?? []), manner]);
    }
    return [...byText].map(([text, manners]) => [
      MOMENT_NAMES[moment],
      manners.length === MANNERS.length ? 'in any manner' : manners.join(', '),
      text,
    ]);
  });
  return [
    `## ${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    '',
    `What rests on it: ${control}. ${
      metric === undefined ? 'No metric of the API tells.' : `\`${metric}\` counts it.`
    }`,
    '',
    markdownTable(['when', 'fails', 'what happens'], rows),
    '',
  ];
}

function effectText(effect: Effect, moment: Moment): string {
  if (effect.mode !== 'closed') return `${effect.mode}: ${effect.why}`;
  const told = moment === 'midStream' ? 'the stream ends in an error' : String(REASONS[effect.reason].status);
  return `closed: \`${effect.reason}\`, ${told}${effect.modelCalled ? '' : ', no model call'}`;
}
