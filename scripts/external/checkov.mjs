import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** The template has 157 resources; a report this small is of something else. */
const LEAST_RESOURCES = 100;

/**
 * Runs checkov over one template.
 *
 * @param {{venv: string, template: string, scratch: string}} where
 * @returns {{passed: number, findings: {check: string, resource: string, name: string}[]}} `resource` is the path of the construct
 * @throws when the report is none of the whole template
 */
export function runCheckov({ venv, template, scratch }) {
  mkdirSync(scratch, { recursive: true });
  // an empty home and working folder: a configuration file of the user's, or a key of the vendor's platform in the
  // environment, would change what is checked or send the template away.
  const home = mkdtempSync(join(scratch, 'home-'));
  try {
    const { stdout, stderr, error } = spawnSync(
      join(venv, 'bin', 'checkov'),
      ['--skip-download', '--quiet', '--compact', '--framework', 'cloudformation', '-o', 'json', '-f', template],
      {
        cwd: home,
        env: { PATH: process.env.PATH, HOME: home, PYTHONUTF8: '1' },
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
      },
    );
    if (error !== undefined) throw error;
    return readReport(stdout, stderr, JSON.parse(readFileSync(template, 'utf8')));
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function readReport(stdout, stderr, { Resources }) {
  const report = parsed(stdout);
  if (report?.results === undefined)
    throw new Error(`checkov: expected a report as JSON, got:\n${`${stdout}${stderr}`.trim().slice(-2000)}`);
  const { summary, results } = report;
  if (summary.parsing_errors !== 0) throw new Error(`checkov: could not read ${results.parsing_errors.join(', ')}`);
  if (summary.skipped !== 0)
    throw new Error(
      `checkov: expected no skipped check, got ${summary.skipped}: what is accepted is in the list alone`,
    );
  if (summary.resource_count < LEAST_RESOURCES)
    throw new Error(`checkov: expected ${LEAST_RESOURCES} resources or more, got ${summary.resource_count}`);
  return {
    passed: summary.passed,
    findings: results.failed_checks.map(({ check_id, check_name, resource }) => ({
      check: check_id,
      name: check_name,
      resource: pathOf(Resources, resource),
    })),
  };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `TYPE.LOGICALID` becomes the path of the construct, which stays when a logical id changes. */
function pathOf(resources, name) {
  const id = name.slice(name.lastIndexOf('.') + 1);
  return resources[id]?.Metadata?.['aws:cdk:path'] ?? id;
}
