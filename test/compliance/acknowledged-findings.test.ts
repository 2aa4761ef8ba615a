import { findingsOf } from '../../lib/compliance/template-findings';
import { newPacks } from '../../lib/compliance/packs';
import { synthStack, TRIAL } from '../synth';

/** Name of a rule without its pack: one name across packs counts once. */
const ruleOf = (id: string) => id.replace(/^.*::[^-]*-/, '').replace(/\[.*$/, '');

describe.each([
  ['production', {}],
  ['trial', TRIAL],
] as const)('the acknowledged findings of the %s profile', (profile, changes) => {
  const { app, stack } = synthStack(changes);
  const list = stack.llmApi.acknowledgements();
  app.synth({ skipValidation: true });
  const key = ({ path, id }: { path: string; id: string }) => `${path} ${id}`;

  test('are exactly what the packs find: none is missing, none is left over', () => {
    expect(list.map(key).sort()).toEqual(findingsOf(newPacks(), app).map(key).sort());
  });

  test('have few reasons', () => {
    const reasons = new Set(list.map(({ id, reason }) => `${ruleOf(id)} ${reason}`));
    if (profile === 'production') expect(reasons.size).toBeLessThanOrEqual(12);
  });

  test('are the reviewed ones, each by name', () => {
    expect(
      list.map(({ path, id, reason, owner, expires }) => ({ path, id, reason, owner, expires })),
    ).toMatchSnapshot();
  });
});
