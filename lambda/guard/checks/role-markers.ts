import type { Observation, SegmentCheck, Subject } from '../inspection';
import { MappedText } from '../views/mapped-text';
import { unseenIn } from './hidden-characters';

/**
 * Tokens that open or close a turn in the templates of the models: ChatML, Llama 2 to 4, Gemma, Mistral, Phi,
 * DeepSeek, Command, Granite, and the turns of plain-text prompts.
 */
const MARKERS: readonly { readonly sign: string; readonly pattern: RegExp }[] = [
  { sign: '<', pattern: /<[|\uff5c][A-Za-z_\u2581 ]{1,34}[|\uff5c]>|<<\s?\/?SYS\s?>>/gi },
  { sign: '<', pattern: /<(?:start|end)_of_turn>|<\/?s>|<\/?(?:tool_call|tool_response|function_calls|invoke)(?= |>)/gi },
  { sign: '[', pattern: /\[\/?(?:INST|SYS|TOOL_CALLS|AVAILABLE_TOOLS|TOOL_RESULTS|SYSTEM_PROMPT)\]/gi },
  { sign: ': ', pattern: /(?:^|\n\n)(?:Human|Assistant|System):(?= )/gi },
]; // prettier-ignore

/**
 * Makes role markers and template tokens inside a text inert.
 *
 * The first character becomes one that looks alike, so that a reader loses nothing and no tokenizer sees a turn end.
 */
export function roleMarkers(): SegmentCheck {
  return {
    name: 'role-markers',
    failure: 'guard_failed',
    run: (subject) => {
      const { role } = subject.segment;
      const found: Observation[] = [];
      if (!/[<[:]/.test(subject.segment.text)) return found;
      const seen = seenOf(subject);
      for (const match of markersIn(seen.text)) {
        const [marker] = match;
        const plainTurn = marker.endsWith(':');
        // an application may lay out its own instructions as a dialogue.
        if (plainTurn && (role === 'system' || role === 'developer')) continue;
        found.push({
          reason: 'prompt_injection',
          score: plainTurn ? 0.1 : 0.3,
          ...seen.origin(match.index, match.index + marker.length),
          action: 'neutralize',
          replacement: inert(marker),
        });
      }
      return found;
    },
  };
}

/** The text as it goes on: a marker that something unseen divides is whole once that is taken out. */
function seenOf(subject: Subject): MappedText {
  return new MappedText(subject.segment.text).rewrite(unseenIn(subject));
}

function markersIn(text: string): RegExpExecArray[] {
  return MARKERS.filter(({ sign }) => text.includes(sign)).flatMap(({ pattern }) => [...text.matchAll(pattern)]);
}

function inert(marker: string): string {
  if (marker.startsWith('<')) return `\u2039${marker.slice(1)}`;
  if (marker.startsWith('[')) return `\u27e6${marker.slice(1)}`;
  return `${marker.slice(0, -1)}\uff1a`;
}
