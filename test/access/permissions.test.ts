import { ACCEPTED_GRANTS, withoutAccepted } from '../../review/access/accepted-grants';
import { type AccessFinding, type DecidedRequest, judgeAccess } from '../../review/access/judge-access';
import { judgeReach } from '../../review/access/reachability';
import { SHIPPED_CONFIG } from '../synth';
import { callSitesOf, filesOf } from './call-sites';
import { exercisesOf, type RecordedStack, recordStack } from './recorded';
import { modelProblems } from './model-problems';
import { secondJudge } from './second-judge';
import { factsOf, VARIANTS } from './variants';

const stacks = new Map<string, RecordedStack>();
const findings = new Map<string, readonly AccessFinding[]>();
const decided = new Map<string, readonly DecidedRequest[]>();

beforeAll(async () => {
  for (const [name, config] of Object.entries(VARIANTS)) {
    const stack = await recordStack(config);
    stacks.set(name, stack);
    const judgement = judgeAccess(stack.concrete, stack.calls, factsOf(config));
    findings.set(name, judgement.findings);
    decided.set(name, judgement.decided);
  }
  // a synth a stack.
}, 300_000);

describe.each(Object.keys(VARIANTS))('the stack of %s', (name) => {
  test('every function has an exercise in test/access/exercises', () => {
    expect(stacks.get(name)!.withoutExercise).toEqual([]);
  });

  test.each(['denied', 'unused', 'wide', 'unknown'])('has no finding that is %s', (kind) => {
    const { open } = withoutAccepted(findings.get(name)!);
    expect(open.filter((finding) => finding.kind === kind).map(({ message }) => message)).toEqual([]);
  });

  test('every host that a function calls has a way, and every way is taken', () => {
    const { concrete, calls, hosts } = stacks.get(name)!;
    expect(judgeReach(concrete, calls, hosts).map(({ message }) => message)).toEqual([]);
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

test("every recorded call is one that the service's own model accepts", () => {
  const problems = [...stacks.values()].flatMap(({ calls }) =>
    calls.flatMap(({ call }) => modelProblems(call).map((problem) => `${call.site}: ${problem}`)),
  );
  expect([...new Set(problems)]).toEqual([]);
});

test('a second judge, iam-simulate, decides every request the same', async () => {
  const differing: string[] = [];
  let judged = 0;
  for (const [name, { concrete }] of stacks) {
    for (const { request, allowed, who } of decided.get(name)!) {
      const other = await secondJudge(request, concrete);
      judged++;
      if (other.allowed !== allowed)
        differing.push(`${name}: ${who} ${request.action} ${request.resource}: ${other.reason}`);
    }
  }
  expect(differing).toEqual([]);
  expect(judged).toBeGreaterThan(500);
});
