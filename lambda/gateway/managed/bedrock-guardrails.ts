import {
  ApplyGuardrailCommand,
  type ApplyGuardrailCommandOutput,
  type BedrockRuntimeClient,
  type GuardrailContentBlock,
} from '@aws-sdk/client-bedrock-runtime';
import type { Refusal } from '../../core/verdict';
import type { ManagedGuard, ManagedQuestion } from '../ports';
import { interventionOf } from './intervention';

/** A guardrail and its pinned version, as the deployment names it. */
export interface PinnedGuardrail {
  readonly id: string;
  readonly version: string;
}

/** Guardrails by their names in the config. */
export type PinnedGuardrails = Readonly<Record<string, PinnedGuardrail>>;

/** Units that one call takes: 25 text units of a thousand characters. */
const MAX_UNITS = 25_000;
/** What a piece repeats of the one before: an attack is not lost between two of them. */
const OVERLAP_UNITS = 500;
/** Contextual grounding takes so much of an answer, and of the documents, at once. */
const MAX_GROUNDED_UNITS = 5_000;
const MAX_DOCUMENT_UNITS = 100_000;
const MAX_QUERY_UNITS = 1_000;
const PARALLEL = 4;

/** The managed layer over Bedrock's `ApplyGuardrail`. */
export function bedrockGuardrails(client: BedrockRuntimeClient, guardrails: PinnedGuardrails): ManagedGuard {
  const pinned = (name: string): PinnedGuardrail | undefined =>
    Object.hasOwn(guardrails, name) ? guardrails[name] : undefined;
  return {
    versionOf: (name) => pinned(name)?.version,
    judge: async (question) => {
      const guardrail = pinned(question.guardrail);
      if (guardrail === undefined) throw new Error('guardrail: expected one of the deployment, got another');
      const contents = question.documents === undefined ? plainContents(question) : groundedContents(question);
      // the first that intervenes decides; what was begun is left behind.
      for (let start = 0; start < contents.length; start += PARALLEL) {
        const verdicts = await Promise.all(
          contents.slice(start, start + PARALLEL).map((content) => apply(client, guardrail, question, content)),
        );
        const refused = verdicts.find((verdict) => verdict !== undefined);
        if (refused) return refused;
      }
      return undefined;
    },
  };
}

async function apply(
  client: BedrockRuntimeClient,
  { id, version }: PinnedGuardrail,
  { source, signal }: ManagedQuestion,
  content: GuardrailContentBlock[],
): Promise<Refusal | undefined> {
  const answer: ApplyGuardrailCommandOutput = await client.send(
    new ApplyGuardrailCommand({
      guardrailIdentifier: id,
      guardrailVersion: version,
      source: source === 'request' ? 'INPUT' : 'OUTPUT',
      content,
    }),
    { abortSignal: signal },
  );
  return interventionOf(answer, source);
}

function plainContents({ texts }: ManagedQuestion): GuardrailContentBlock[][] {
  return texts
    .flatMap((text) => inPieces(text, MAX_UNITS, OVERLAP_UNITS))
    .map((text) => [{ text: { text, qualifiers: ['guard_content'] } }]);
}

/** @throws where the documents are longer than a guardrail can hold an answer against: nobody knows then. */
function groundedContents({ texts, documents = [], query = '' }: ManagedQuestion): GuardrailContentBlock[][] {
  const length = documents.reduce((sum, text) => sum + text.length, 0);
  if (length > MAX_DOCUMENT_UNITS) throw new Error('guardrail: expected shorter documents');
  const sources = documents
    .filter((text) => text.trim() !== '')
    .map((text): GuardrailContentBlock => ({ text: { text, qualifiers: ['grounding_source'] } }));
  // a question that is longer is told by its end, where people ask.
  const asked: GuardrailContentBlock = { text: { text: query.slice(-MAX_QUERY_UNITS) || '?', qualifiers: ['query'] } };
  return texts
    .flatMap((text) => inPieces(text, MAX_GROUNDED_UNITS, 0))
    .map((text) => [...sources, asked, { text: { text, qualifiers: ['guard_content'] } }]);
}

/** A text in pieces, never cut inside of a character; blank ones are left out, the service refuses them. */
function inPieces(text: string, units: number, overlap: number): string[] {
  const pieces: string[] = [];
  for (let start = 0; start < text.length;) {
    let end = Math.min(text.length, start + units);
    if (end < text.length && /[\ud800-\udbff]/.test(text[end - 1] ?? '')) end -= 1;
    const piece = text.slice(start, end);
    if (piece.trim() !== '') pieces.push(piece);
    if (end === text.length) break;
    start = end - overlap;
    if (/[\udc00-\udfff]/.test(text[start] ?? '')) start -= 1;
  }
  return pieces;
}
