import { createGuard } from '../../lambda/guard/engine';
import { PERSONAL_DATA_PATTERNS } from '../../lambda/guard/personal-data';
import { PERSONAL_DATA_TYPES } from '../../lambda/guard/personal-data/types';
import { readPolicy } from '../../lambda/guard/policy';
import { PERSONAL_DATA_FIXTURES } from './personal-data/fixtures';

test('alone in its policy, each kind is withheld from an answer wherever the answer is cut', () => {
  const request = {
    allowed: true as const,
    segments: [],
    findings: [],
    pseudonyms: new Map(),
    untrustedContent: false,
  };
  const types = Object.fromEntries(PERSONAL_DATA_TYPES.map((type) => [type, 'allow']));
  for (const { name, type } of PERSONAL_DATA_PATTERNS) {
    const policy = readPolicy('own', { secrets: 'allow', personalData: { ...types, [type]: 'redact' } });
    const guard = createGuard(policy, { checks: [] });
    const say = (...pieces: string[]): string => {
      const answer = guard.openResponse({ request, systemPrompts: [], canaries: [], channel: 'text', sink: 'text' });
      return [...pieces.map((piece) => answer.push(piece)), answer.end()]
        .map((step) => (step.allowed ? step.text : ''))
        .join('');
    };
    const [before, value] = PERSONAL_DATA_FIXTURES[name] ?? ['', ''];
    const head = `It was so, and so it was, they said. ${before}`;
    const tail = ' and that is all there is to say of it, or nearly all.';
    const whole = say(head + value + tail);
    for (let cut = 0; cut <= value.length; cut++)
      expect([name, cut, say(head + value.slice(0, cut), value.slice(cut) + tail)]).toEqual([name, cut, whole]);
  }
});
