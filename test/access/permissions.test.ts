import { ACCEPTED_GRANTS, withoutAccepted } from '../../review/access/accepted-grants';
import { type AccessFinding, judgeAccess } from '../../review/access/judge-access';
import { SHIPPED_CONFIG } from '../synth';
import { callSitesOf, filesOf } from './call-sites';
import { exercisesOf, type RecordedStack, recordStack } from './recorded';
import { factsOf, VARIANTS } from './variants';

const stacks = new Map<string, RecordedStack>();
const findings = new Map<string, readonly AccessFinding[]>();

beforeAll(async () => {
  for (const [name, config] of Object.entries(VARIANTS)) {
    const stack = await recordStack(config);
    stacks.set(name, stack);
    findings.set(name, judgeAccess(stack.concrete, stack.calls, factsOf(config)).findings);
  }
});

describe.each(Object.keys(VARIANTS))('the stack of %s', (name) => {
  test('every function has an exercise in test/access/exercises', () => {
    expect(stacks.get(name)!.withoutExercise).toEqual([]);
  });

  test.each(['denied', 'unused', 'wide', 'unknown'])('has no finding that is %s', (kind) => {
    const { open } = withoutAccepted(findings.get(name)!);
    expect(open.filter((finding) => finding.kind === kind).map(({ message }) => message)).toEqual([]);
  });
});

test('every accepted grant is one that some stack has', () => {
  const { stale } = withoutAccepted([...findings.values()].flat());
  expect(stale).toEqual([]);
});

test('every accepted grant says why', () => {
  for (const { reason } of ACCEPTED_GRANTS) expect(reason).not.toBe('');
});

test('every call that the code of a function holds is made by its exercise', () => {
  const made = [...stacks.values()].flatMap(({ calls }) => calls.map(({ call }) => call));
  const missing = exercisesOf(SHIPPED_CONFIG)
    .flatMap(({ entry }) => filesOf(entry))
    .flatMap(callSitesOf)
    .filter(
      ({ file, line, operation }) =>
        !made.some((call) => {
          const [where, at] = call.site.split(':');
          // the command stands in the call's own line or just below it.
          return call.operation === operation && where === file && line - Number(at) >= 0 && line - Number(at) <= 2;
        }),
    );
  expect(missing.map(({ file, line, operation }) => `${file}:${line} ${operation}`)).toEqual([]);
});
