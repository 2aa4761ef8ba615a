import { parseJson } from '../../lambda/core/json';
import {
  checkItem,
  readGuardItem,
  refusedItem,
  type CheckOptions,
  type GuardAnswer,
} from '../../lambda/guard/check-item';
import type { GuardFor } from '../../lambda/guard/guards';
import { linesOf, type Line } from './json-lines';

/** Judges each line of a file, in order. A line that is no item is refused like everything else that cannot be read. */
export async function* checkLines(
  guardFor: GuardFor,
  chunks: AsyncIterable<Uint8Array>,
  options: CheckOptions,
): AsyncGenerator<GuardAnswer> {
  for await (const line of linesOf(chunks)) yield checkLine(guardFor, line, options);
}

function checkLine(guardFor: GuardFor, line: Line, options: CheckOptions): GuardAnswer {
  if (line === undefined) return refusedItem('invalid_utf8');
  const parsed = parseJson(line);
  if (!parsed.ok) return refusedItem(parsed.fault);
  const item = readGuardItem(parsed.value);
  return item === undefined ? refusedItem('invalid_request') : checkItem(guardFor, item, options);
}
