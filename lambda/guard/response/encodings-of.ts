const rot13 = (text: string): string =>
  text.replace(/[a-z]/gi, (letter) => {
    const base = letter <= 'Z' ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
  });

/** The part of a base64 text that does not depend on the bytes before and after it, for the three alignments. */
function base64Cores(text: string): string[] {
  const bytes = Buffer.from(text, 'utf8');
  return [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replaceAll('=', '');
    const skip = shift === 0 ? 0 : shift + 1;
    const whole = Math.floor(((shift + bytes.length) * 8) / 6);
    return encoded.slice(skip, whole);
  });
}

/**
 * How a model that was told to hide a text might write it: plain, reversed, spaced, hyphenated, ROT13, hex, base64.
 *
 * For short random markers only: each form is searched for as a literal.
 */
export function encodingsOf(text: string): string[] {
  const letters = [...text];
  const hex = Buffer.from(text, 'utf8').toString('hex');
  return [
    text,
    letters.toReversed().join(''),
    letters.join(' '),
    letters.join('-'),
    letters.join('.'),
    rot13(text),
    hex,
    (hex.match(/../g) ?? []).join(' '),
    ...base64Cores(text),
  ];
}

/** The same where anything may stand between the letters. */
export function spellingsOf(text: string): string[] {
  return [text, [...text].toReversed().join(''), rot13(text)];
}
