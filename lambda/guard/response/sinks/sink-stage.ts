import type { Sink } from '../../guard';
import { chain, type TextStage } from '../text-stage';
import type { AllowsHost } from './allowed-hosts';
import { controlCharacters } from './control-characters';
import { csvSink } from './csv';
import { htmlSink } from './html';
import { markdownSink } from './markdown';
import { shellSink, sqlSink } from './quoted';

/** A sink that takes pieces; JSON is judged whole, by `JsonAnswer`. */
export type TextSink = Exclude<Sink, 'json'>;

const SINKS: Readonly<Record<TextSink, (allows: AllowsHost) => readonly TextStage[]>> = {
  text: () => [],
  markdown: (allows) => [markdownSink(allows)],
  html: () => [htmlSink()],
  csv: () => [csvSink()],
  sql: () => [sqlSink()],
  shell: () => [shellSink()],
};

/** What makes an answer safe for a sink: no sink wants control characters, each its own encoding after that. */
export function sinkStage(sink: TextSink, allows: AllowsHost): TextStage {
  return chain([controlCharacters(), ...SINKS[sink](allows)]);
}
