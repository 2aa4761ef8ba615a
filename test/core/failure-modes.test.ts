import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAILURE_MODES, INTERNAL_FAILURE_MODES, type FailureMode } from '../../lambda/core/failure-modes';
import { REASONS } from '../../lambda/core/reason';
import { failureModesPage } from '../../review/failure-modes-page';

const ROOT = join(__dirname, '..', '..');
const parts = Object.entries<FailureMode>(FAILURE_MODES);

test('docs/failure-modes.md is what the table says: npm run docs:failure-modes', () => {
  expect(readFileSync(join(ROOT, 'docs', 'failure-modes.md'), 'utf8')).toBe(failureModesPage());
});

test.each(parts)('%s: what is refused before an answer is an error of the service, never of the caller', (_, mode) => {
  for (const moment of [mode.effects.cold, mode.effects.warm]) {
    for (const effect of Object.values(moment)) {
      if (effect.mode !== 'closed' || effect.reason === 'upstream_throttled') continue;
      expect(REASONS[effect.reason].type).toBe('server_error');
    }
  }
});

test.each(parts)('%s: a part that closes something has a metric that counts it', (_, { effects, metric }) => {
  const all = Object.values(effects).flatMap((moment) => Object.values(moment));
  expect(metric !== undefined).toBe(all.some(({ mode }) => mode !== 'unaffected'));
});

test.each(INTERNAL_FAILURE_MODES.map(({ name, shownBy }) => [name, shownBy] as const))(
  '%s: its test is there',
  (_, { file, title }) => {
    const text = readFileSync(join(ROOT, file), 'utf8').replaceAll("\\'", "'");
    expect(text).toContain(title);
  },
);
