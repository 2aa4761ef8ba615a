// The command line as one file: what the package ships, and what the proofs start.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = join(fileURLToPath(import.meta.url), '..', '..');

/** Writes the command line to a file; its schema is expected in `../schema`, CDK in a `node_modules` above. */
export async function bundleCommandLine(outfile) {
  await build({
    entryPoints: [join(ROOT, 'bin', 'llm-api.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minify: true,
    legalComments: 'none',
    // the consumer's own: the command line reads the same config classes as their app.
    external: ['aws-cdk-lib', 'aws-cdk-lib/*', 'constructs', 'cdk-nag'],
    logLevel: 'error',
  });
}
