import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { firstRealDeploy, SHOW } from '../../local/ledger/first-real-deploy';
import { ledgerOf, type LedgerRow } from '../../local/ledger/ledger';
import { countsOf, withCounts } from '../../local/ledger/readme-counts';
import { staleness } from '../../local/ledger/staleness';

const ROOT = join(__dirname, '..', '..');
const row = (property: string, status: LedgerRow['status']): LedgerRow => ({
  type: 'AWS::ApiGateway::Stage',
  property,
  status,
  resources: ['Stage'],
  why: 'not | read back',
});
const ledger = ledgerOf([row('StageName', 'emulated'), row('TracingEnabled', 'absent'), row('Tags', 'unverified')]);
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

test('each open row has the command that confirms it, and what is emulated has none', () => {
  const page = firstRealDeploy(ledger);
  expect(page).toContain('`show AWS::ApiGateway::Stage TracingEnabled`');
  expect(page).toContain('`show AWS::ApiGateway::Stage Tags`');
  expect(page).not.toContain('StageName');
  expect(page.match(/☐/g)).toHaveLength(2);
});

test('every row of the page that is checked in has one, too', () => {
  const page = readFileSync(join(ROOT, 'docs', 'first-real-deploy.md'), 'utf8');
  const rows = page.split('\n').filter((line) => line.includes('☐'));
  expect(rows.length).toBeGreaterThan(100);
  for (const line of rows) expect(line).toMatch(/^\| ☐ +\| `show AWS::\w+::\w+ \w+` +\|/);
});

test("README's counts are those of the page", () => {
  const page = readFileSync(join(ROOT, 'docs', 'first-real-deploy.md'), 'utf8');
  const counted = [...page.matchAll(/^\| (emulated|approximated|changed|absent|unverified) +\| (\d+)/gm)];
  expect(counted).toHaveLength(5);
  for (const [, status = '', count = ''] of counted) expect(README.split(`${count} ${status}`).length).toBe(3);
});

test('the counts are written between the markers and into the start that README shows, and nowhere else', () => {
  const text = withCounts(README, ledger);
  const counts = countsOf(ledger);
  expect(counts).toBe('1 emulated, 0 approximated, 0 changed, 1 absent, 1 unverified, 0 unknown');
  expect(text.split(counts)).toHaveLength(3);
  expect(withCounts(text, ledger)).toBe(text);
  const same = text.split('\n').filter((line) => !README.split('\n').includes(line));
  expect(same).toHaveLength(2);
});

test('README without a place for them is an error', () => {
  expect(() => withCounts('# Read me', ledger)).toThrow(/^README.md: expected/);
});

test('a page that is not what would be written now is named with its first line that differs', () => {
  const text = firstRealDeploy(ledger);
  const page = { file: 'docs/page.md', text, written: text };
  expect(staleness([page])).toEqual([]);
  const [line = ''] = staleness([{ ...page, written: text.replace('| absent', '| lost  ') }]);
  expect(line).toMatch(/^docs\/page\.md:\d+ is stale: expected '\| absent/);
  expect(staleness([{ ...page, written: text.slice(0, -40) }])).toHaveLength(1);
  expect(staleness([{ ...page, written: `${text}more\n` }])).toHaveLength(1);
});

test('the shell function prints a property of each resource of a type', () => {
  const aws = [
    'aws() { case "$*" in',
    '  *describe-stack-resources*AWS::X::Y*) printf "One\\tTwo\\n" ;;',
    '  *drift*One*) echo \'{"Name":"first","Other":1}\' ;;',
    '  *drift*Two*) echo \'{"Other":2}\' ;;',
    'esac; }',
  ].join('\n');
  const output = execFileSync('bash', ['-c', `STACK=S\n${aws}\n${SHOW}\nshow AWS::X::Y Name`], { encoding: 'utf8' });
  expect(output).toBe('One "first"\nTwo undefined\n');
});
