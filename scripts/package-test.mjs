#!/usr/bin/env node
// Installs the package that would be published into a new TypeScript CDK app and synthesizes it there under all packs:
// no esbuild, TypeScript configuration or Python of ours is in reach of that app.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(fileURLToPath(import.meta.url), '..', '..');
const APP = join(ROOT, '.cache', 'package', 'typescript-app');

function run(what, command, args, cwd) {
  const started = Date.now();
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, CI: '1' },
  });
  if (status !== 0) {
    console.error(
      `package-test: ${what}: expected exit code 0, got ${status}\n${stdout.slice(-6000)}${stderr.slice(-6000)}`,
    );
    process.exit(1);
  }
  console.log(`${what}: ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return stdout;
}

const tarball = run('npm run package', process.execPath, [join(ROOT, 'scripts', 'package.mjs'), 'npm'], ROOT)
  .trim()
  .split('\n')
  .at(-1);
const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const pinned = (name) => `${name}@${devDependencies[name]}`;

rmSync(APP, { recursive: true, force: true });
mkdirSync(APP, { recursive: true });
writeFileSync(join(APP, 'package.json'), JSON.stringify({ name: 'a-consumer', private: true }));
cpSync(join(ROOT, 'docs', 'examples', 'consumer-app.ts'), join(APP, 'app.ts'));
cpSync(join(ROOT, 'llm-api.config.json'), join(APP, 'llm-api.config.json'));
run(
  'install',
  'npm',
  [
    'install',
    '--silent',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    tarball,
    pinned('aws-cdk-lib'),
    pinned('constructs'),
    pinned('cdk-nag'),
    pinned('typescript'),
    pinned('@types/node'),
  ],
  APP,
);
writeFileSync(
  join(APP, 'tsconfig.json'),
  JSON.stringify({
    compilerOptions: { strict: true, module: 'node16', target: 'es2022', skipLibCheck: true, types: ['node'] },
    files: ['app.ts'],
  }),
);
run('compile', join(APP, 'node_modules', '.bin', 'tsc'), ['-p', '.'], APP);
run('synth under all packs', process.execPath, ['app.js'], APP);

const templates = readdirSync(join(APP, 'cdk.out')).filter((file) => file.endsWith('.template.json'));
const resources = templates.flatMap((file) =>
  Object.values(JSON.parse(readFileSync(join(APP, 'cdk.out', file), 'utf8')).Resources),
);
const methods = resources.filter((resource) => resource.Type === 'AWS::ApiGateway::Method').length;
if (methods < 6) {
  console.error(`package-test: expected at least 6 methods in the consumer's template, got ${methods}`);
  process.exit(1);
}
console.log(`${templates.length} template, ${resources.length} resources`);
const program = join(APP, 'node_modules', '.bin', 'cdk-hardened-llm-api');
run('the command line', process.execPath, [program, '--help'], APP);

// the packed program must find the schema that it holds a config against; the account is nowhere, which ends it with 1.
const { stdout } = spawnSync(process.execPath, [program, 'doctor', '--json'], {
  cwd: APP,
  encoding: 'utf8',
  env: {
    ...process.env,
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'none',
    AWS_SECRET_ACCESS_KEY: 'none',
  },
});
if (!/"check": ?"config",\s*"status": ?"ok"/.test(stdout)) {
  console.error(`package-test: expected doctor to find the config well, got ${stdout.slice(0, 2000)}`);
  process.exit(1);
}
