import { ScanStage, type Decided, type TextStage } from '../text-stage';

/** OWASP Cross Site Scripting Prevention: output encoding for HTML content and quoted attribute values. */
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** URL schemes that run or carry markup. */
const SCHEMES = ['javascript:', 'vbscript:', 'data:'];
/** Browsers drop tab and line breaks inside a scheme (WHATWG URL): so many are looked through. */
const MAX_SCHEME_UNITS = 64;

/** Whether a dangerous scheme stands at `at`, or may once more text is there. */
function schemeAt(text: string, at: number): 'yes' | 'maybe' | 'no' {
  let maybe = false;
  for (const scheme of SCHEMES) {
    let matched = 0;
    let i = at;
    const stop = at + MAX_SCHEME_UNITS;
    for (; i < text.length && i < stop && matched < scheme.length; i += 1) {
      const unit = text[i] ?? '';
      if (unit === '\t' || unit === '\n' || unit === '\r') continue;
      if (unit.toLowerCase() !== scheme[matched]) break;
      matched += 1;
    }
    // so many breaks in a word have no other purpose.
    if (matched === scheme.length || i === stop) return 'yes';
    if (i === text.length && i < stop) maybe = true;
  }
  return maybe ? 'maybe' : 'no';
}

/**
 * Encodes a text for HTML: as element content or inside a quoted attribute it is text and nothing else; as the whole
 * value of a URL attribute a scheme that runs code is made unknown (`unsafe:javascript:…`).
 */
export function htmlSink(): TextStage {
  /** Whether the last unit was a letter or digit: a scheme starts a word. */
  let inWord = false;
  return new ScanStage({
    plain: /[^&<>"'`jJvVdD]+/y,
    maxConstructUnits: MAX_SCHEME_UNITS + 1,
    passed(run) {
      inWord = /[A-Za-z0-9]$/.test(run);
    },
    construct(text, at, final): Decided | undefined {
      const unit = text[at] ?? '';
      const entity = ENTITIES[unit];
      if (entity !== undefined) {
        inWord = false;
        return { text: entity, next: at + 1 };
      }
      const scheme = inWord ? 'no' : schemeAt(text, at);
      if (scheme === 'maybe' && !final) return undefined;
      inWord = true;
      return { text: scheme === 'yes' ? `unsafe:${unit}` : unit, next: at + 1 };
    },
  });
}
