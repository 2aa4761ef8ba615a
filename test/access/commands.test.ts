import * as fs from 'node:fs';
import * as path from 'node:path';
import { callSitesOf } from './call-sites';
import { type RecordedCommands, recordCommands } from './commands/record';
import { modelProblems } from './model-problems';

let recorded: RecordedCommands;
let calls: RecordedCommands['local'];

beforeAll(async () => {
  recorded = await recordCommands();
  calls = [...Object.values(recorded.stacks).flatMap((stack) => stack.calls), ...recorded.local];
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
