/** Disguises under which an attack may arrive, and harmless text as well. */
export const ENCODINGS: Readonly<Record<string, (text: string) => string>> = {
  base64: (text) => Buffer.from(text).toString('base64'),
  hex: (text) => Buffer.from(text).toString('hex'),
  'URL escapes': (text) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  'HTML entities': (text) => [...text].map((character) => `&#${character.codePointAt(0)};`).join(''),
  leetspeak: (text) => text.replace(/[aeiost]/gi, (letter) => LEET[letter.toLowerCase()] as string),
  'spaced letters': (text) =>
    text
      .split(/\s+/)
      .map((word) => [...word].join(' '))
      .join('  '),
  'zero-width': (text) => [...text].join('\u200b'),
  'full width': (text) => text.replace(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0)),
  ROT13: (text) => text.replace(/[a-z]/gi, rot13),
  reversed: (text) => [...text].reverse().join(''),
};

const LEET: Readonly<Record<string, string>> = { a: '4', e: '3', i: '1', o: '0', s: '5', t: '7' };

function rot13(letter: string): string {
  const base = letter < 'a' ? 65 : 97;
  return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
}
