import { parseJson } from '../../core/json';
import { refusal, type Refusal } from '../../core/verdict';
import type { Finding, ResponseGuard, ResponseStep } from '../guard';
import { controlCharacters } from './sinks/control-characters';
import { unseenCharacters } from './sinks/unseen-characters';
import type { StreamRule } from './stream-rule';
import { StreamWindow, type WindowFinding } from './stream-window';
import { chain } from './text-stage';

/** A structured answer is judged whole; a longer one is refused. */
const MAX_JSON_UNITS = 1_048_576;
/** A longer name or value is read for itself alone. */
const MAX_LABELLED_UNITS = 256;

const BETWEEN = /[^"\d-]*/y;
/** A text or a number of a JSON text. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/y;

/** What judging a structured answer needs. */
export interface JsonAnswerProps {
  /** Rules for every text and number, in the order in which they apply. */
  readonly windows: readonly (readonly StreamRule[])[];
  /** Whether the request says a text: what it said without a name is no news with one. */
  readonly isSaid: (text: string) => boolean;
  /** Whether the value matches the schema that was asked for. */
  readonly validate: (value: unknown) => boolean;
  readonly toFinding: (finding: WindowFinding) => Finding;
}

/**
 * Holds a structured answer (JSON mode, tool arguments) until it is complete and judged.
 *
 * What is not changed is passed on byte for byte, a number with all its digits too. Members of one name are refused: what
 * is judged must be what every reader reads.
 */
export function jsonAnswer({ windows, isSaid, validate, toFinding }: JsonAnswerProps): ResponseGuard {
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
      // broken, repeated members, halves of characters, deeper than a reader can follow.
      if (!parseJson(text).ok) return refusal('output_schema_invalid', 'json-syntax');
      const judged = judgeTokens(text, { windows, isSaid });
      if ('allowed' in judged) return judged;
      const parsed = parseJson(judged.text);
      if (!parsed.ok) return refusal('output_schema_invalid', 'json-syntax');
      if (!validate(parsed.value)) return refusal('output_schema_invalid', 'json-schema');
      return { allowed: true, text: judged.text, findings: judged.findings.map(toFinding) };
    },
  };
}

interface Judged {
  readonly text: string;
  readonly findings: readonly WindowFinding[];
}

/** Judges every text and number where it stands, also together with the name of its member: `"password": "…"`. */
type Rules = Pick<JsonAnswerProps, 'windows' | 'isSaid'>;

function judgeTokens(json: string, rules: Rules): Judged | Refusal {
  const out: string[] = [];
  const findings: WindowFinding[] = [];
  let label = '';
  let from = 0;
  for (;;) {
    const between = matchAt(BETWEEN, json, from);
    out.push(between);
    from += between.length;
    const token = matchAt(TOKEN, json, from);
    if (token === '') break;
    from += token.length;
    if (between.includes('}')) label = '';
    const isText = token.startsWith('"');
    const value = isText ? (JSON.parse(token) as string) : token;
    const isName = isText && /^\s{0,64}:/.test(json.slice(from, from + 65));
    const judged = judgeText(isText ? visibleOf(value) : value, rules, isName ? '' : label);
    if ('allowed' in judged) return judged;
    findings.push(...judged.findings);
    // a number that became a word is a text, and its schema says whether it may be one.
    out.push(judged.text === value ? token : JSON.stringify(judged.text));
    if (isName) label = value;
  }
  return { text: out.join(''), findings };
}

function matchAt(sticky: RegExp, text: string, at: number): string {
  sticky.lastIndex = at;
  return sticky.exec(text)?.[0] ?? '';
}

/** A text without what nobody sees. */
function visibleOf(text: string): string {
  if (/^[\n -~]*$/.test(text)) return text;
  const stages = chain([controlCharacters(), unseenCharacters()]);
  return stages.push(text) + stages.end();
}

function judgeText(text: string, { windows, isSaid }: Rules, label: string): Judged | Refusal {
  if (label === '' || label.length > MAX_LABELLED_UNITS || text.length > MAX_LABELLED_UNITS) {
    return through(text, windows);
  }
  // as words, `socialSecurityNumber` and `db_password` are what they say.
  const named = `${label.replace(/(?<=[a-z])(?=[A-Z])|[_-]+/g, ' ')}: `;
  const together = through(named + text, windows);
  const refused = 'allowed' in together;
  if (!refused && together.text === named + text) return { text, findings: together.findings };
  const alone = through(text, windows);
  if ('allowed' in alone || alone.text !== text) return alone;
  if (!refused && !together.text.startsWith(named)) return alone;
  // asked last: the request may be long.
  if (isSaid(text)) return alone;
  return refused ? together : { text: together.text.slice(named.length), findings: together.findings };
}

function through(text: string, windows: JsonAnswerProps['windows']): Judged | Refusal {
  let current = text;
  const findings: WindowFinding[] = [];
  for (const rules of windows) {
    const step = new StreamWindow(rules).end(current);
    if (!step.allowed) return step;
    findings.push(...step.findings);
    current = step.text;
  }
  return { text: current, findings };
}
