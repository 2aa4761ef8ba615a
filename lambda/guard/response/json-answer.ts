import { refusal } from '../../core/verdict';
import type { Finding, ResponseGuard, ResponseStep } from '../guard';
import type { StreamRule } from './stream-rule';
import { StreamWindow, type WindowFinding } from './stream-window';

/** A structured answer is judged whole; a longer one is refused. */
const MAX_JSON_UNITS = 1_048_576;
/** Deeper JSON is refused: no schema of a tool needs it, and a reader may recurse. */
const MAX_DEPTH = 64;

/** What judging a structured answer needs. */
export interface JsonAnswerProps {
  /** Rules for every string, in the order in which they apply. */
  readonly windows: readonly (readonly StreamRule[])[];
  /** Whether the value matches the schema that was asked for. */
  readonly validate: (value: unknown) => boolean;
  readonly toFinding: (finding: WindowFinding) => Finding;
}

/** Holds a structured answer (JSON mode, tool arguments) until it is complete and judged. */
export function jsonAnswer({ windows, validate, toFinding }: JsonAnswerProps): ResponseGuard {
  const pieces: string[] = [];
  let units = 0;
  let refused: ResponseStep | undefined;

  return {
    push(piece) {
      units += piece.length;
      if (units > MAX_JSON_UNITS) refused ??= refusal('output_schema_invalid', 'json-size');
      else pieces.push(piece);
      return refused ?? { allowed: true, text: '', findings: [] };
    },
    end() {
      if (refused !== undefined) return refused;
      const text = pieces.join('');
      let value: unknown;
      try {
        value = JSON.parse(text);
      } catch {
        return refusal('output_schema_invalid', 'json-syntax');
      }
      const judged = judge(value, windows, 0);
      if ('allowed' in judged) return judged;
      if (!validate(judged.value)) return refusal('output_schema_invalid', 'json-schema');
      const findings = judged.findings.map(toFinding);
      // what was not changed is passed on byte for byte.
      return { allowed: true, text: judged.changed ? JSON.stringify(judged.value) : text, findings };
    },
  };
}

interface Judged {
  readonly value: unknown;
  readonly changed: boolean;
  readonly findings: readonly WindowFinding[];
}

function judge(
  value: unknown,
  windows: JsonAnswerProps['windows'],
  depth: number,
): Judged | Exclude<ResponseStep, { allowed: true }> {
  if (depth > MAX_DEPTH) return refusal('output_schema_invalid', 'json-depth');
  if (typeof value === 'string') return judgeText(value, windows);
  if (typeof value !== 'object' || value === null) return { value, changed: false, findings: [] };

  const findings: WindowFinding[] = [];
  let changed = false;
  const entries: [string, unknown][] = [];
  for (const [key, item] of Object.entries(value)) {
    const judgedKey = Array.isArray(value) ? { value: key, changed: false, findings: [] } : judgeText(key, windows);
    if ('allowed' in judgedKey) return judgedKey;
    const judgedItem = judge(item, windows, depth + 1);
    if ('allowed' in judgedItem) return judgedItem;
    findings.push(...judgedKey.findings, ...judgedItem.findings);
    changed ||= judgedKey.changed || judgedItem.changed;
    entries.push([String(judgedKey.value), judgedItem.value]);
  }
  const rebuilt = Array.isArray(value) ? entries.map(([, item]) => item) : Object.fromEntries(entries);
  return { value: changed ? rebuilt : value, changed, findings };
}

function judgeText(
  text: string,
  windows: JsonAnswerProps['windows'],
): Judged | Exclude<ResponseStep, { allowed: true }> {
  let current = text;
  const findings: WindowFinding[] = [];
  for (const rules of windows) {
    const window = new StreamWindow(rules);
    const first = window.push(current);
    if (!first.allowed) return first;
    const last = window.end();
    if (!last.allowed) return last;
    findings.push(...first.findings, ...last.findings);
    current = first.text + last.text;
  }
  return { value: current, changed: current !== text, findings };
}
