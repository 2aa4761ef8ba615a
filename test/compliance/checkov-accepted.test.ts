import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { CfnResource } from 'aws-cdk-lib';
import { synthStack } from '../synth';
import accepted from './checkov-accepted.json';

const ROOT = join(__dirname, '..', '..');

/** The comparison is plain Node (`scripts/external`), so it runs there. */
function compare(findings: readonly object[], list: readonly object[]): string[] {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { compareFindings } from './scripts/external/compare-findings.mjs';
       console.log(JSON.stringify(compareFindings(...${JSON.stringify([findings, list])})));`,
    ],
    { cwd: ROOT, encoding: 'utf8' },
  );
  if (stderr !== '') throw new Error(stderr);
  return JSON.parse(stdout);
}

const finding = { check: 'CKV_1', resource: 'Stack/Bucket', name: 'a bucket has a log' };
const entry = {
  check: 'CKV_1',
  resource: 'Stack/Bucket',
  reason: 'it is the bucket that the logs of all others go to',
};

describe('what checkov finds and what is accepted', () => {
  test('a finding that is accepted is no problem', () => {
    expect(compare([finding], [entry])).toEqual([]);
  });

  test.each([
    ['nobody has accepted', [finding], [], 'CKV_1 at Stack/Bucket: a bucket has a log; it is not accepted'],
    [
      'is accepted at another place only',
      [finding, { ...finding, resource: 'Stack/Other' }],
      [entry],
      'CKV_1 at Stack/Other: a bucket has a log; it is not accepted',
    ],
    ['is no longer found', [], [entry], 'CKV_1 at Stack/Bucket: accepted, but it is no longer found: remove the entry'],
    ['is accepted twice', [finding], [entry, entry], 'CKV_1 at Stack/Bucket: accepted twice'],
    [
      'has hardly a reason',
      [finding],
      [{ ...entry, reason: `${' '.repeat(40)}not needed` }],
      'CKV_1 at Stack/Bucket: expected a reason of 40 characters or more, got 10',
    ],
    [
      'has no reason',
      [finding],
      [{ ...entry, reason: undefined }],
      'CKV_1 at Stack/Bucket: expected a reason of 40 characters or more, got 0',
    ],
  ])('one that %s is a problem', (_, findings, list, problem) => {
    expect(compare(findings, list)).toEqual([problem]);
  });

  test('every entry names a resource of the shipped template, by the path of its construct', () => {
    const paths = synthStack()
      .stack.node.findAll()
      .filter((construct) => CfnResource.isCfnResource(construct))
      .map(({ node }) => node.path);
    const missing = accepted.filter(({ resource }) => !paths.includes(resource));
    expect(missing).toEqual([]);
  });
});
