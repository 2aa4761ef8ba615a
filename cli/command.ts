import { createInterface } from 'node:readline/promises';
import { Option, type Command } from 'commander';
import { CommandError } from './command-error';
import { onRecord, type Operation } from './operation-record';
import { resolveTarget, servicesOf, type Services, type Target, type TargetOptions } from './target';

/** Options that every command on a stack has. */
export interface CommonOptions extends TargetOptions {
  readonly json?: boolean;
  readonly yes?: boolean;
}

/** What a command works with. */
export interface CommandContext {
  readonly target: Target;
  readonly services: Services;
  /** Tells the operator what was done; silent where a machine reads the output. */
  readonly say: (line: string) => void;
  /** Prints the result: as JSON with `--json`, otherwise as given. */
  readonly print: (value: unknown, text: string) => void;
  /** Asks before something is destroyed; `--yes` answers. */
  readonly confirm: (question: string) => Promise<void>;
  /** Does something on record: the intent before anything is changed, the outcome after it. */
  readonly onRecord: <Result>(operation: Operation, deed: () => Promise<Result>) => Promise<Result>;
}

/** Exit codes: 1 it failed, 2 the command line is wrong, 3 it was not confirmed. */
export const EXIT = { failed: 1, usage: 2, unconfirmed: 3 } as const;

/** Adds the options that say which stack is meant. */
export function withTarget(command: Command): Command {
  return command
    .option('--local', 'the API that runs on this machine (npm start)')
    .option('--stack <name>', 'name of the stack')
    .option('--region <region>', 'Region of the stack')
    .addOption(new Option('--json', 'print JSON'));
}

/** Adds the option that answers a question beforehand. */
export function withYes(command: Command): Command {
  return command.option('--yes', 'do not ask');
}

/** Runs a command on its stack; an error becomes one sentence and an exit code. */
export async function onTarget(options: CommonOptions, run: (context: CommandContext) => Promise<void>): Promise<void> {
  await guarded(async () => {
    const target = await resolveTarget(options);
    const services = servicesOf(target);
    await run({
      target,
      services,
      say: (line) => {
        if (options.json !== true) console.log(line);
      },
      print: (value, text) => console.log(options.json === true ? JSON.stringify(value, undefined, 2) : text),
      confirm: (question) => confirm(question, options.yes === true),
      onRecord: (operation, deed) => onRecord(target, services, operation, deed),
    });
  });
}

/** Runs anything; an error becomes one sentence on stderr and an exit code. */
export async function guarded(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    process.exitCode = error instanceof CommandError ? error.exitCode : EXIT.failed;
    console.error(`llm-api: ${sentenceOf(error)}`);
  }
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof CommandError) return error.message;
  if (error.name === 'CredentialsProviderError') return 'no AWS credentials were found: sign in, or set AWS_PROFILE';
  // the SDK's network errors have an empty message.
  const code = (error as { code?: unknown }).code;
  if (code === 'ECONNREFUSED') return 'nothing answers there: is the local API still running?';
  return `${error.name}: ${error.message}`;
}

async function confirm(question: string, yes: boolean): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY)
    throw new CommandError(`${question} Give --yes to do it without being asked.`, EXIT.unconfirmed);
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await prompt.question(`${question} [y/N] `);
  prompt.close();
  if (!/^y(es)?$/i.test(answer.trim())) throw new CommandError('nothing was changed', EXIT.unconfirmed);
}
