import { refusal, type Refusal } from '../../core/verdict';
import type { Finding } from '../../guard/guard';
import { groundingOf } from '../../guard/response/grounding';
import type { Cleared } from '../clear';
import type { Exchange } from '../exchange';
import type { GuardNote } from './format';

/**
 * Holds finished answers against the documents of their conversation: what tools have answered.
 *
 * Figures, quotations and citations are looked up in them; where the policy has a guardrail with contextual grounding,
 * that judges too. What nothing supports is refused or reported, as the policy says.
 */
export class AnswerGrounding {
  /** What was reported, and let pass. */
  public readonly findings: Finding[] = [];
  private readonly documents: readonly { readonly id: string; readonly text: string }[];
  /** Everything that was said beside the documents: a figure of it needs no source. */
  private readonly question: string;
  private readonly query: string;
  private claims = 0;
  private unsupported = 0;

  public constructor(
    private readonly exchange: Exchange,
    private readonly cleared: Cleared,
  ) {
    const { turns } = cleared.task;
    this.documents = turns.flatMap(({ role, content, toolCallId }) =>
      role === 'tool' ? [{ id: toolCallId ?? '', text: content.text }] : [],
    );
    this.question = turns.flatMap(({ role, content }) => (role === 'tool' ? [] : [content.text])).join('\n');
    this.query = turns.findLast(({ role }) => role === 'user')?.content.text ?? '';
  }

  /** Whether an answer may be refused at its end, so that none of it may be sent before. */
  public get decides(): boolean {
    return this.documents.length > 0 && this.cleared.guard.pipeline.grounding === 'refuse';
  }

  /** Of all choices; undefined where there was nothing to check. */
  public get result(): GuardNote['grounding'] {
    if (this.claims === 0) return undefined;
    const score = (this.claims - this.unsupported) / this.claims;
    return { score: Number(score.toFixed(2)), unsupported: this.unsupported };
  }

  /** Judges one whole answer; undefined = it may be sent. */
  public async judge(answer: string): Promise<Refusal | undefined> {
    if (this.documents.length === 0 || answer.trim() === '') return undefined;
    const { pipeline } = this.cleared.guard;
    const { score, claims } = groundingOf(answer, this.documents, this.question);
    this.claims += claims.length;
    this.unsupported += claims.filter(({ supported }) => !supported).length;
    if (claims.length > 0 && score < pipeline.groundingScore) {
      const refused = this.ungrounded(refusal('ungrounded_answer', 'grounding', 1 - score), answer);
      if (refused) return refused;
    }
    const managed = this.cleared.managed?.policy;
    if (!managed?.grounding) return undefined;
    const verdict = await this.exchange.askManaged(managed, {
      source: 'response',
      texts: [answer],
      documents: this.documents.map(({ text }) => text),
      query: this.query,
    });
    return verdict?.reason === 'ungrounded_answer' ? this.ungrounded(verdict, answer) : verdict;
  }

  private ungrounded(verdict: Refusal, answer: string): Refusal | undefined {
    if (this.decides) return verdict;
    const { check, reason, score } = verdict;
    this.findings.push({ check, reason, score, path: '', start: 0, end: answer.length, action: 'flag' });
    return undefined;
  }
}
