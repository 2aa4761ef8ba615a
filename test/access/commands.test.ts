import * as fs from 'node:fs';
import * as path from 'node:path';
import { callSitesOf } from './call-sites';
import { type AccessJudgement, judgeAccess } from '../../review/access/judge-access';
import {
  COMMAND_FACTS,
  type CommandStack,
  GROUPS,
  type RecordedCommands,
  recordCommands,
  roleOf,
} from './commands/record';
import type { Template } from '../../review/template';
import { operatorPolicies, withOperators } from './operator-policies';
import { secondJudge } from './second-judge';
import { modelProblems } from './model-problems';

let recorded: RecordedCommands;
let calls: RecordedCommands['local'];
let policies: ReturnType<typeof operatorPolicies>;

beforeAll(async () => {
  recorded = await recordCommands();
  calls = [...Object.values(recorded.stacks).flatMap((stack) => stack.calls), ...recorded.local];
  policies = operatorPolicies(recorded);
}, 120_000);

const COMMANDS = path.join(__dirname, '..', '..', 'cli');

test('every call that the code of a command holds is made by one of its runs', () => {
  const sites = fs
    .readdirSync(COMMANDS, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => callSitesOf(`cli/${name}`));
  const missing = sites.filter(
    ({ file, line, operation }) =>
      !calls.some((call) => {
        const [where, at] = call.site.split(':');
        // the command stands in the line of the call, just below it, or in a variable just above it.
        return call.operation === operation && where === file && line - Number(at) >= -1 && line - Number(at) <= 2;
      }),
  );
  expect(missing.map(({ file, line, operation }) => `${file}:${line} ${operation}`)).toEqual([]);
  expect(sites.length).toBeGreaterThan(60);
});

test("every call of a command is one that the service's own model accepts", () => {
  const problems = calls.flatMap((call) => modelProblems(call).map((problem) => `${call.site}: ${problem}`));
  expect([...new Set(problems)]).toEqual([]);
});

const FILE = path.join(__dirname, '..', '..', 'docs', 'operator-policy.json');

test('the operator policies in the docs are those of the calls (npm run docs:operator-policy)', () => {
  expect(JSON.parse(fs.readFileSync(FILE, 'utf8'))).toEqual(policies);
});

/** A stack with its operators' policies beside its own, judged by the calls of its commands. */
function judged({ template, calls: own }: CommandStack, granted = policies): AccessJudgement {
  const { concrete, callers } = withOperators(template, granted);
  return judgeAccess(
    concrete,
    own.map((call) => ({ caller: callers[call.group], call })),
    COMMAND_FACTS,
  );
}

describe.each(['production', 'trial'] as const)('the operators of a %s stack', (name) => {
  test('may make every call, by their policy and those of the resources', () => {
    const { findings, decided } = judged(recorded.stacks[name]);
    const refused = findings.filter(({ kind }) => kind === 'denied' || kind === 'unknown');
    expect(refused.map(({ message }) => message)).toEqual([]);
    expect(decided.filter(({ who }) => who.includes('.ts:')).length).toBeGreaterThan(30);
  });

  test('are judged the same by iam-simulate', async () => {
    const stack = recorded.stacks[name];
    const { concrete } = withOperators(stack.template, policies);
    const differing: string[] = [];
    for (const { who, request, allowed } of judged(stack).decided) {
      const other = await secondJudge(request, concrete);
      if (other.allowed !== allowed) differing.push(`${who} ${request.action} ${request.resource}: ${other.reason}`);
    }
    expect(differing).toEqual([]);
  });
});

test('every grant of an operator policy is used by a call', () => {
  const unused = Object.values(recorded.stacks).map(
    (stack) =>
      new Set(
        judged(stack)
          .findings.filter(({ id }) => id.startsWith('unused:Operator'))
          .map(({ id }) => id),
      ),
  );
  expect([...unused[0]!].filter((id) => unused[1]!.has(id))).toEqual([]);
});

/** Wide grants that stay, each with its reason. */
const ACCEPTED_WIDE: readonly (readonly [grant: RegExp, reason: string])[] = [
  [/key\/\*: /, 'no output tells the key; kms:ViaService binds it to what a service opens in the name of the caller'],
  [/^Operatordestroy\/.*s3:::[^ ]+\/\*: /, 'it empties buckets'],
  [/^Operatordoctor\/.* on \*: /, 'lists and settings of the account, which have no narrower resource'],
  [/^Operatordoctor\/.*(?:inference-profile|foundation-model)\/\*: /, 'the models are those of a config to come'],
];

test('every wide grant of an operator policy has its reason, and every reason its grant', () => {
  const wide = Object.values(recorded.stacks)
    .flatMap((stack) => judged(stack).findings)
    .filter(({ id }) => id.startsWith('wide:Operator'))
    .map(({ message }) => message);
  expect(wide.filter((message) => !ACCEPTED_WIDE.some(([grant]) => grant.test(message)))).toEqual([]);
  expect(ACCEPTED_WIDE.filter(([grant]) => !wide.some((message) => grant.test(message)))).toEqual([]);
});

describe('an outcome that the journal does not take', () => {
  const second = () => {
    const { calls: own } = recorded.stacks.production;
    return own.filter(({ operation, input }) => operation === 'PutObject' && String(input.Key).startsWith('late/'));
  };
  /** What a stack says of those calls, without the operators in the statement that names the writers of `late/`. */
  const findingsOf = (operators: readonly string[]) => {
    const text = JSON.stringify(recorded.stacks.production.template);
    const template = JSON.parse(operators.reduce((left, arn) => left.replaceAll(`"${arn}",`, ''), text)) as Template;
    const { concrete, callers } = withOperators(template, policies);
    return judgeAccess(
      concrete,
      second().map((call) => ({ caller: callers[call.group], call })),
      COMMAND_FACTS,
    ).findings.filter(({ kind }) => kind === 'denied');
  };

  test('has a second path for operators', () => {
    expect(second().length).toBeGreaterThan(0);
    expect(findingsOf([]).map(({ message }) => message)).toEqual([]);
  });

  test('has none for those whom the config does not name', () => {
    expect(findingsOf(GROUPS.map(roleOf))).toContainEqual(
      expect.objectContaining({ message: expect.stringContaining('OnlyItsWriterPutslate') }),
    );
  });
});

test.each(['tenant', 'audit', 'destroy'] as const)('a policy of %s that lacks an action is told by it', (group) => {
  const [first, ...rest] = policies[group].Statement;
  const poorer = { ...policies, [group]: { ...policies[group], Statement: rest } };
  const refused = Object.values(recorded.stacks)
    .flatMap((stack) => judged(stack, poorer).findings)
    .filter(({ kind }) => kind === 'denied');
  for (const action of first!.Action) expect(refused.map(({ id }) => id).join('\n')).toContain(action);
});
