import type { ReasonCode } from '../core/reason';
import type { Refusal } from '../core/verdict';
import type { PipelinePolicy } from './pipeline-policy';

/** Whose words a text is. Trust follows the role, never the content. */
export type SegmentRole = 'system' | 'developer' | 'description' | 'user' | 'assistant' | 'tool' | 'document';

/** One text of a request, with the place it came from. */
export interface Segment {
  readonly role: SegmentRole;
  readonly text: string;
  /** JSON pointer (RFC 6901) into the request body, e.g. `/messages/0/content`. */
  readonly path: string;
  /**
   * Read, and not passed on as it is: `names` cannot be changed without changing what the caller's code expects, so that
   * what would be replaced in them is refused; `joined` is a second reading of texts that are there already.
   *
   * @default - passed on, as the guard gives it back
   */
  readonly reading?: 'names' | 'joined';
}

/** Where a text is going to be used: decides what is neutralized in it. */
export type Sink = 'text' | 'markdown' | 'html' | 'json' | 'csv' | 'sql' | 'shell';

/** What a check saw. Spans are UTF-16 offsets into the segment's text; the text itself is never carried. */
export interface Finding {
  readonly check: string;
  readonly reason: ReasonCode;
  /** 0 to 1. */
  readonly score: number;
  /** Path of the segment. */
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly action: 'block' | 'redact' | 'pseudonymize' | 'neutralize' | 'flag';
}

/** A request that every check has passed: the only form in which text reaches a model. */
export interface GuardedRequest {
  readonly allowed: true;
  /** Same length and order as the input; texts may be redacted or neutralized. */
  readonly segments: readonly Segment[];
  /** What was flagged, redacted or neutralized on the way. */
  readonly findings: readonly Finding[];
  /** Pseudonym to original, to be restored in the answer. Never logged, never stored. */
  readonly pseudonyms: ReadonlyMap<string, string>;
  /** True when a tool or document text is present: write tools are disabled for this turn. */
  readonly untrustedContent: boolean;
}

/** What the response side needs to know of its request. */
export interface ResponseContext {
  readonly request: GuardedRequest;
  /** The deployment's own system prompts as sent, canaries included: none of it may come back. */
  readonly systemPrompts: readonly string[];
  readonly canaries: readonly string[];
  /** @default - the policy's sink */
  readonly sink?: Sink;
  /** `text` for what a person reads, `json` for tool arguments and JSON mode. */
  readonly channel: 'text' | 'json';
  /**
   * Whether a structured answer has the shape that was asked for: JSON mode's schema, or a tool's parameters.
   *
   * @default - any JSON
   */
  readonly validate?: (value: unknown) => boolean;
}

/** Text that may be sent now, or a refusal after which nothing more is sent. */
export type ResponseStep =
  { readonly allowed: true; readonly text: string; readonly findings: readonly Finding[] } | Refusal;

/** Guards one channel of one answer. Stateful, not shared between requests. */
export interface ResponseGuard {
  /** Feeds a piece of the model's text; returns what may be sent now, possibly nothing. */
  push(piece: string): ResponseStep;
  /** The answer is complete: returns the rest. */
  end(): ResponseStep;
}

/** The guard engine under one policy. Pure: no I/O, no clock, no environment; a throw inside is a refusal. */
export interface Guard {
  readonly policyName: string;
  readonly policyVersion: string;
  /** What else the pipeline does under the policy. */
  readonly pipeline: PipelinePolicy;
  inspectRequest(segments: readonly Segment[]): GuardedRequest | Refusal;
  openResponse(context: ResponseContext): ResponseGuard;
}
