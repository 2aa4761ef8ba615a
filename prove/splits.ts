import * as fc from 'fast-check';
import { createGuard } from '../lambda/guard/engine';
import type { ResponseContext, ResponseGuard, Sink } from '../lambda/guard/guard';
import { readPolicy } from '../lambda/guard/policy';
import type { Proof } from './proof';
import { CANARY, PSEUDONYMS, STREAM_CORPUS, SYSTEM_PROMPT, type StreamText } from './splits/stream-corpus';

const guard = createGuard(readPolicy('standard'));
/** Where an answer may go: each way of streaming one. `tool arguments` are JSON with the text in a string. */
const ROUTES = ['text', 'markdown', 'html', 'csv', 'tool arguments'] as const;
type Route = (typeof ROUTES)[number];

/** What became of one answer. */
interface Sent {
  readonly text: string;
  readonly refused: string | undefined;
  readonly findings: readonly string[];
}

function open(route: Route): ResponseGuard {
  const context: ResponseContext = {
    request: { allowed: true, segments: [], findings: [], pseudonyms: PSEUDONYMS, untrustedContent: false },
    systemPrompts: [SYSTEM_PROMPT],
    canaries: [CANARY],
    channel: route === 'tool arguments' ? 'json' : 'text',
    sink: (route === 'tool arguments' ? 'json' : route) satisfies Sink,
  };
  return guard.openResponse(context);
}

/** @throws when a piece is sent that is no text by itself: half of a character. */
function send(route: Route, pieces: readonly string[]): Sent {
  const response = open(route);
  let text = '';
  const findings: string[] = [];
  for (const step of [...pieces.map((piece) => () => response.push(piece)), () => response.end()]) {
    const said = step();
    if (!said.allowed) return { text, refused: `${said.reason} by ${said.check}`, findings };
    if (Buffer.from(said.text).toString() !== said.text) throw new Error('half of a character was sent');
    text += said.text;
    findings.push(...said.findings.map(({ check, start, end }) => `${check} ${start} ${end}`));
  }
  return { text, refused: undefined, findings };
}

const asRoute = (route: Route, text: string): string => (route === 'tool arguments' ? JSON.stringify({ text }) : text);

/** Why a way of cutting an answer did not come out as it should; `undefined` where it did. */
function faultOf(route: Route, whole: Sent, before: string, pieces: readonly string[]): string | undefined {
  let sent: Sent;
  try {
    sent = send(route, pieces);
  } catch (error) {
    return error instanceof Error ? error.message : 'threw';
  }
  if (sent.refused !== whole.refused) return `refused: ${sent.refused}, uncut: ${whole.refused}`;
  // until it is refused an answer says what stands before the reason, and not a unit more.
  if (sent.refused !== undefined)
    return before.startsWith(sent.text) ? undefined : 'said more than it may before its refusal';
  if (sent.text !== whole.text) return 'said something else than uncut';
  if (sent.findings.join() !== whole.findings.join()) return 'found something else than uncut';
  return undefined;
}

/** Whether the uncut answer is as it should be: what is forbidden is not in it. */
function isGuarded(route: Route, { forbidden, activeIn, restored }: StreamText, whole: Sent): boolean {
  if (forbidden === '') return whole.refused === undefined;
  if (restored !== undefined) return !whole.text.includes(forbidden);
  if (activeIn !== undefined && !activeIn.includes(route)) return true;
  return (
    whole.refused !== undefined || !whole.text.includes(asRoute(route, forbidden).replace(/^\{"text":"|"\}$/g, ''))
  );
}

/** Routes that the quick mode takes: every one for markup, the plainest for what is forbidden everywhere. */
const routesFor = ({ activeIn, forbidden }: StreamText, quick: boolean): readonly Route[] =>
  !quick || activeIn !== undefined || forbidden === '' ? ROUTES : ['text'];

const proof: Proof = {
  name: 'splits',
  summary:
    'an answer comes out the same wherever its stream is cut, and nothing forbidden is sent before it is refused',
  seconds: 120,
  inTest: true,
  standalone: true,
  run: ({ say, quick }) => {
    const randomCuts = quick ? 5 : 60;
    const faults: string[] = [];
    let cuts = 0;
    for (const answer of STREAM_CORPUS) {
      for (const route of routesFor(answer, quick)) {
        const text = asRoute(route, answer.before + answer.forbidden + answer.after);
        const whole = send(route, [text]);
        const before = whole.refused === undefined ? '' : safeBeginning(route, answer);
        if (!isGuarded(route, answer, whole)) faults.push(`${answer.name} in ${route}: let through uncut`);
        const judge = (pieces: readonly string[]): boolean => {
          cuts++;
          const fault = faultOf(route, whole, before, pieces);
          if (fault !== undefined) faults.push(`${answer.name} in ${route}, ${pieces.length} pieces: ${fault}`);
          return fault === undefined;
        };
        for (let at = 0; at <= text.length; at++) judge([text.slice(0, at), text.slice(at)]);
        judge([...Array(text.length).keys()].map((at) => text[at] ?? ''));
        fc.assert(fc.property(cutsOf(text), judge), { numRuns: randomCuts, seed: 1 });
      }
    }
    for (const fault of faults.slice(0, 30)) say(fault);
    return Promise.resolve({
      holds: faults.length === 0,
      figures: { answers: STREAM_CORPUS.length, cuts, faults: faults.length },
      conditions:
        'standard policy with system prompt, canary and pseudonyms; each answer uncut, cut in two at every UTF-16 unit, ' +
        `unit by unit, and in ${randomCuts} random ways; as text, Markdown, HTML, CSV and tool arguments` +
        (quick ? ' (with --quick what is forbidden everywhere only as text)' : ''),
    });
  },
};

/** What may be said of an answer before it is refused: its beginning alone, in one piece. */
function safeBeginning(route: Route, { before }: StreamText): string {
  return route === 'tool arguments' ? '' : send(route, [before]).text;
}

/** A text in pieces of random sizes, some of them empty. */
function cutsOf(text: string): fc.Arbitrary<string[]> {
  return fc.array(fc.nat({ max: text.length }), { maxLength: 12 }).map((places) => {
    const borders = [0, ...places.sort((a, b) => a - b), text.length];
    return borders.slice(1).map((end, i) => text.slice(borders[i], end));
  });
}

export default proof;
