/** What a test asks the mock to do, written into the last user message as `[[name=value]]`. */
export interface Directives {
  /** Pieces of the answer: `[[n=20]]` says twenty numbered words instead of the demo model's answer. */
  readonly pieces?: number;
  /** Words in each piece: `[[each=100]]`. */
  readonly wordsEach?: number;
  /** Milliseconds between pieces: `[[ms=50]]`. */
  readonly gapMs?: number;
  /** Milliseconds before the first piece: `[[ttft=200]]`. */
  readonly firstMs?: number;
  /** Fails before anything is said: `[[err=ThrottlingException:429]]`. */
  readonly error?: { readonly code: string; readonly status: number };
  /** Fails after so many pieces: `[[miderr=5]]`. */
  readonly errorAfter?: number;
  /** Cuts the connection after so many pieces: `[[cut=5]]`. */
  readonly cutAfter?: number;
  /** Says nonsense after so many pieces: `[[wrong=5]]`. */
  readonly wrongAfter?: number;
  /** Waits after so many pieces until it is told to go on: `[[hold=5]]`. */
  readonly holdAfter?: number;
  /** Never answers, or stops answering after so many pieces: `[[hang]]`, `[[hang=3]]`. */
  readonly hangAfter?: number;
  /** Calls the first offered tool: `[[tool]]`, or with arguments as JSON `[[tool={"city":"Oslo"}]]`. */
  readonly tool?: string;
  /** Stops as Bedrock Guardrails would: `[[guardrail]]`. */
  readonly guardrail: boolean;
  /** What the local guardrail finds in this text: `[[gr=attack]]`, `[[gr=content]]`, `[[gr=pii]]`. */
  readonly guardrailFinds?: string;
  /** `ApplyGuardrail` fails, or is slow by so many milliseconds: `[[grfail]]`, `[[grslow=9000]]`. */
  readonly guardrailFails: boolean;
  readonly guardrailSlowMs?: number;
  /** Calls the tool so often in one answer: `[[calls=2]]`. */
  readonly calls?: number;
}

const DIRECTIVE = /\[\[([a-z]{1,12})(?:=([^\]]{0,400}))?\]\]/g;

/** Reads the directives of a prompt; text that is no directive is left alone. */
export function parseDirectives(prompt: string): Directives {
  const found = new Map<string, string>();
  for (const [, name = '', value = ''] of prompt.matchAll(DIRECTIVE)) found.set(name, value);
  const number = (name: string): number | undefined => {
    const value = found.get(name);
    if (value === undefined) return undefined;
    const parsed = Number(value === '' ? 0 : value);
    return Number.isFinite(parsed) && parsed >= 0 ? parsed : undefined;
  };
  const [code = 'InternalServerException', status = '500'] = (found.get('err') ?? '').split(':');
  return {
    pieces: number('n'),
    wordsEach: number('each'),
    gapMs: number('ms'),
    firstMs: number('ttft'),
    error: found.has('err')
      ? { code: code === '' ? 'InternalServerException' : code, status: Number(status) }
      : undefined,
    errorAfter: number('miderr'),
    cutAfter: number('cut'),
    wrongAfter: number('wrong'),
    holdAfter: number('hold'),
    hangAfter: number('hang'),
    tool: found.get('tool'),
    guardrail: found.has('guardrail'),
    guardrailFinds: found.get('gr'),
    guardrailFails: found.has('grfail'),
    guardrailSlowMs: number('grslow'),
    calls: number('calls'),
  };
}

/** The prompt without its directives. */
export function withoutDirectives(prompt: string): string {
  return prompt.replace(DIRECTIVE, '').trim();
}
