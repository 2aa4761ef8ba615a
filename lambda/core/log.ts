import { STACK_DIMENSION } from './metrics';

/** What a log line may carry. */
export type LogFields = Readonly<Record<string, unknown>>;

const MAX_TEXT = 256;

/**
 * One log line: JSON in printable ASCII.
 *
 * JSON leaves U+2028, U+0085 or the C1 escape sequences in the text, and a terminal or a log reader obeys them; a long
 * value could push the rest of a line out of sight.
 */
export function logLine(fields: LogFields): string {
  return JSON.stringify(fields, (_key, value: unknown) =>
    typeof value === 'string' && value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value,
  ).replace(/[^\x20-\x7e]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Writes log lines that say which stack they are of; their metrics are kept apart by it. */
export function stackLog(stack: string, write: (line: string) => void): (fields: LogFields) => void {
  return (fields) => write(`${logLine({ ...fields, [STACK_DIMENSION]: stack })}\n`);
}

/**
 * The name of what was thrown: the only part of an error that is safe to log.
 *
 * Messages of parsers and SDKs quote their input.
 */
export function errorName(error: unknown): string {
  const name = error instanceof Error ? error.name : typeof error;
  return /^[A-Za-z0-9_.]{1,64}$/.test(name) ? name : 'Error';
}
