import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { createGuards, type GuardFor } from '../lambda/guard/guards';
import { shippedDetector } from '../lambda/guard/model/shipped-detector';
import { CommandError } from './command-error';
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
}

async function check(
  guardFor: GuardFor,
  file: string,
  options: { readonly direction: 'request' | 'response'; readonly piece?: number },
  output: Writable,
): Promise<void> {
  if (file !== '-' && !existsSync(file)) throw new CommandError(`file: expected one that exists, got ${file}`);
  const input: AsyncIterable<Uint8Array> = file === '-' ? process.stdin : createReadStream(file);
  for await (const answer of checkLines(guardFor, input, options)) {
    if (!output.write(`${JSON.stringify(answer)}\n`)) await once(output, 'drain');
  }
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
