import type { Command } from 'commander';
import { parseNarrowing, type Narrowing } from '../lambda/gateway/directory/rows';
import { CommandError } from './command-error';

/** Options that take something away. */
export interface NarrowingOptions {
  readonly narrow?: string;
}

/** Adds the option that takes something away. */
export function withNarrowing(command: Command): Command {
  return command.option(
    '--narrow <json>',
    `what it may do less, e.g. '{"models":["a"],"limits":{"tokensPerDay":1000}}'`,
  );
}

/** Reads it. @throws with the path of a part that is wrong. */
export function readNarrowing({ narrow }: NarrowingOptions): Narrowing | undefined {
  if (narrow === undefined) return undefined;
  try {
    return parseNarrowing(narrow, '--narrow');
  } catch (error) {
    if (error instanceof SyntaxError) throw new CommandError(`--narrow: expected JSON, got ${error.message}`);
    throw new CommandError(error instanceof Error ? error.message : '--narrow: expected JSON');
  }
}
