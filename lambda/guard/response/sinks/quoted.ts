import { ScanStage, type TextStage } from '../text-stage';

/** Puts a text between two marks; an empty text is an empty quotation. */
function between(open: string, inner: TextStage, close: string): TextStage {
  let opened = false;
  const once = (): string => {
    if (opened) return '';
    opened = true;
    return open;
  };
  return {
    push: (piece) => once() + inner.push(piece),
    end: () => once() + inner.end() + close,
    get altered() {
      return inner.altered;
    },
  };
}

/**
 * Makes of a text one SQL string literal, quotes included.
 *
 * Quotes are doubled (ISO/IEC 9075) and so are backslashes, for servers that read them as escapes; NUL and SUB go.
 */
export function sqlSink(): TextStage {
  const inner = new ScanStage({
    plain: /[^'\\\0\u001a]+/y,
    maxConstructUnits: 1,
    construct(text, at) {
      const unit = text[at] ?? '';
      return { text: unit === "'" ? "''" : unit === '\\' ? '\\\\' : '', next: at + 1 };
    },
  });
  return between("'", inner, "'");
}

/**
 * Makes of a text one word of a POSIX shell, quotes included (IEEE Std 1003.1, 2.2.2: nothing is special between
 * single quotes but the quote itself); NUL goes.
 */
export function shellSink(): TextStage {
  const inner = new ScanStage({
    plain: /[^'\0]+/y,
    maxConstructUnits: 1,
    construct(text, at) {
      return { text: text[at] === "'" ? `'\\''` : '', next: at + 1 };
    },
  });
  return between("'", inner, "'");
}
