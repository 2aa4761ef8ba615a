import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { createGuards, type GuardFor } from '../lambda/guard/guards';
import { shippedDetector } from '../lambda/guard/model/shipped-detector';
import { guarded } from './command';
import { CommandError } from './command-error';
import { diffPolicies, diffText } from './guard/diff-policies';
import { checkLines } from './guard/check-lines';

interface CheckCommandOptions {
  readonly direction: 'request' | 'response';
  readonly stream?: number;
  readonly config?: string;
}

const DEFAULT_CONFIG = 'llm-api.config.json';

/** Registers `llm-api guard …`. */
export function register(program: Command): void {
  const guard = program.command('guard').description('the guard engine, on this machine');

  guard
    .command('check <file>')
    .description(
      'judge the texts of a file: one {"id","text"} a line in, one verdict a line out; - reads standard input',
    )
    .addOption(
      new Option('--direction <direction>', 'side of the model').choices(['request', 'response']).default('request'),
    )
    .option('--stream <n>', 'feed each text in pieces of so many code points', positiveInteger)
    .option('--config <file>', `config whose guard policies count (default: ${DEFAULT_CONFIG} where there is one)`)
    .action(async (file: string, { direction, stream, config }: CheckCommandOptions) => {
      const guardFor = createGuards(policiesOf(config), shippedDetector);
      await check(guardFor, file, { direction, ...(stream !== undefined && { piece: stream }) }, process.stdout);
    });

  guard
    .command('diff <file>')
    .description(
      `what a policy would change over the texts of a file: exit code 0 where nothing, ${CHANGES} where something`,
    )
    .requiredOption('--policy <name>', 'the policy that might decide')
    .option('--base <name>', 'the policy that decides now (default: the one above which it is tried, else standard)')
    .addOption(
      new Option('--direction <direction>', 'side of the model').choices(['request', 'response']).default('request'),
    )
    .option('--config <file>', `config whose guard policies count (default: ${DEFAULT_CONFIG} where there is one)`)
    .option('--json', 'print JSON, with all ids up to a thousand of a kind')
    .action(async (file: string, options: DiffCommandOptions) => guarded(() => diff(file, options)));
}

interface DiffCommandOptions {
  readonly policy: string;
  readonly base?: string;
  readonly direction: 'request' | 'response';
  readonly config?: string;
  readonly json?: boolean;
}

/** Exit code where a policy would change something; 0 where it would not, 1 and 2 as everywhere. */
const CHANGES = 4;

async function diff(file: string, { policy, base: named, direction, config, json }: DiffCommandOptions): Promise<void> {
  const policies = policiesOf(config);
  const base = named ?? triedAbove(policies, policy) ?? 'standard';
  const known = new Set(['standard', 'strict', ...Object.keys(policies)]);
  for (const [option, name] of [
    ['--policy', policy],
    ['--base', base],
  ] as const) {
    if (!known.has(name)) throw new CommandError(`${option}: expected one of ${[...known].join(', ')}, got ${name}`, 2);
  }
  const found = await diffPolicies(createGuards(policies, shippedDetector), { base, policy }, inputOf(file), {
    direction,
  });
  console.log(json === true ? JSON.stringify(found, undefined, 2) : diffText(found));
  if (found.same + found.unreadable < found.texts) process.exitCode = CHANGES;
}

/** The policy above which another one is tried. */
function triedAbove(policies: Readonly<Record<string, unknown>>, tried: string): string | undefined {
  return Object.entries(policies).find(
    ([, policy]) => (policy as { readonly shadow?: { readonly policy?: unknown } }).shadow?.policy === tried,
  )?.[0];
}

async function check(
  guardFor: GuardFor,
  file: string,
  options: { readonly direction: 'request' | 'response'; readonly piece?: number },
  output: Writable,
): Promise<void> {
  for await (const answer of checkLines(guardFor, inputOf(file), options)) {
    if (!output.write(`${JSON.stringify(answer)}\n`)) await once(output, 'drain');
  }
}

function inputOf(file: string): AsyncIterable<Uint8Array> {
  if (file !== '-' && !existsSync(file)) throw new CommandError(`file: expected one that exists, got ${file}`);
  return file === '-' ? process.stdin : createReadStream(file);
}

function policiesOf(config: string | undefined): Readonly<Record<string, unknown>> {
  const file = config ?? DEFAULT_CONFIG;
  if (config === undefined && !existsSync(file)) return {};
  const { guardPolicies = {} } = JSON.parse(readFileSync(file, 'utf8')) as { guardPolicies?: Record<string, unknown> };
  return guardPolicies;
}

function positiveInteger(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('expected a whole number from 1 on');
  return number;
}
