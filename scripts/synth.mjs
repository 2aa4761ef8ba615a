// Synthesizes the app into cdk.out under all rule packs. Exit 1 on any finding that is not acknowledged.
// Usage: npm run synth [-- -c config=FILE] [-o FOLDER]
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');

/**
 * Synthesizes the app as `cdk synth` does, without looking for credentials.
 *
 * @param {{context?: Record<string, string>, outdir?: string, quiet?: boolean}} options
 * @returns {{code: number, output: string}} exit code of the app and what it printed
 */
export function synth({ context = {}, outdir = 'cdk.out', quiet = false } = {}) {
  const { context: shipped } = JSON.parse(fs.readFileSync(path.join(ROOT, 'cdk.json'), 'utf8'));
  fs.rmSync(path.join(ROOT, outdir), { recursive: true, force: true });
  const run = spawnSync(process.execPath, [path.join(ROOT, 'node_modules', 'tsx', 'dist', 'cli.mjs'), 'bin/app.ts'], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: quiet ? 'pipe' : 'inherit',
    env: {
      ...process.env,
      CDK_OUTDIR: outdir,
      CDK_CONTEXT_JSON: JSON.stringify({
        // as the command line does: the report and the template name the construct of each resource.
        'aws:cdk:enable-path-metadata': true,
        'aws:cdk:enable-asset-metadata': true,
        ...shipped,
        ...context,
      }),
    },
  });
  return { code: run.status ?? 1, output: `${run.stdout ?? ''}${run.stderr ?? ''}` };
}

/** Findings of the report that nobody has acknowledged, and the number of those that somebody has. */
export function readReport(outdir = 'cdk.out') {
  const file = path.join(ROOT, outdir, 'validation-report.json');
  if (!fs.existsSync(file)) return undefined;
  const { pluginReports } = JSON.parse(fs.readFileSync(file, 'utf8'));
  return {
    violations: pluginReports.flatMap(({ violations }) => violations),
    acknowledged: pluginReports.flatMap(({ suppressedViolations }) => suppressedViolations ?? []),
  };
}

function parse(args) {
  const context = {};
  let outdir = 'cdk.out';
  for (let at = 0; at < args.length; at += 2) {
    const value = args[at + 1];
    if (args[at] === '-c' && value?.includes('='))
      context[value.slice(0, value.indexOf('='))] = value.slice(value.indexOf('=') + 1);
    else if (args[at] === '-o' && value !== undefined) outdir = value;
    else throw new Error(`expected -c NAME=VALUE or -o FOLDER, got ${args.slice(at).join(' ')}`);
  }
  return { context, outdir };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const options = parse(process.argv.slice(2));
    const { bundleAll } = await import('./bundle.mjs');
    await bundleAll();
    const { code } = synth(options);
    const report = readReport(options.outdir);
    const left = report?.violations.length ?? 0;
    if (code === 0 && left === 0) {
      console.log(
        `synthesized into ${options.outdir}: no finding, ${report?.acknowledged.length ?? 0} acknowledged with reason, owner and expiry`,
      );
    } else {
      console.error(
        `the synth failed${left > 0 ? `: ${left} findings in ${options.outdir}/validation-report.json` : ''}`,
      );
    }
    process.exitCode = code === 0 && left > 0 ? 1 : code;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
