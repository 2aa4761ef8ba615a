import { fold } from './fold';
import type { Edit, MappedText } from './mapped-text';

const ESCAPED = /&#?[a-z0-9]|%[0-9a-f]{2}|\\[uxnrt]|\\[01][0-7]{2}\\|<[a-z]{1,10}>[a-z]{1,2}<|=[0-9A-F]{2}=|=\r?\n/i;
const ESCAPES =
  /&(?:#(?:x[0-9a-f]{1,6}|[0-9]{1,7})|[a-z][a-z0-9]{1,11});?|%[0-9a-f]{2}(?:%[0-9a-f]{2})*|\\u[0-9a-f]{4}|\\u\{[0-9a-f]{1,6}\}|\\x[0-9a-f]{2}|\\[01][0-7]{2}(?:\\[01][0-7]{2}){3,63}|\\[nrt]|(?:<[a-z]{1,10}>[a-z]{1,2}<\/[a-z]{1,10}> ?){4,64}|=[0-9A-F]{2}(?:=[0-9A-F]{2}){1,63}|=\r?\n/gi;
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', ensp: ' ', emsp: ' ', thinsp: ' ', tab: '\t', newline: '\n',
  lpar: '(', rpar: ')', lsqb: '[', lbrack: '[', rsqb: ']', rbrack: ']', lcub: '{', lbrace: '{', rcub: '}', rbrace: '}',
  colon: ':', semi: ';', comma: ',', period: '.', excl: '!', quest: '?', num: '#', dollar: '$', percnt: '%', ast: '*',
  plus: '+', equals: '=', sol: '/', bsol: '\\', lowbar: '_', hyphen: '-', dash: '-', commat: '@', grave: '`', vert: '|',
  verbar: '|', hat: '^', ndash: '-', mdash: '-', lsquo: "'", rsquo: "'", ldquo: '"', rdquo: '"', hellip: '...',
  shy: '', zwj: '', zwnj: '', lrm: '', rlm: '',
}; // prettier-ignore

/** Rounds for escapes inside escapes: `&amp;amp;lt;`, `%2525`. */
const MAX_ROUNDS = 4;

/**
 * HTML entities, tags around single letters, URL escapes, quoted-printable, octal codes and the escapes of JSON and
 * JavaScript strings, replaced where they
 * stand: words with some letters escaped become words again, and nothing has to be scanned twice.
 */
export function unescapeInPlace(source: MappedText): MappedText {
  let text = source;
  for (let round = 0; round < MAX_ROUNDS && ESCAPED.test(text.text); round++) {
    const edits: Edit[] = [];
    for (const match of text.text.matchAll(ESCAPES)) {
      const [escape] = match;
      const decoded = unescape(escape);
      if (decoded !== undefined)
        edits.push({ start: match.index, end: match.index + escape.length, text: fold(decoded) });
    }
    if (edits.length === 0) break;
    text = text.rewrite(edits);
  }
  return text;
}

function unescape(escape: string): string | undefined {
  switch (escape[0]) {
    case '&': {
      const name = escape.slice(1, escape.endsWith(';') ? -1 : undefined).toLowerCase();
      if (name.startsWith('#x')) return character(Number.parseInt(name.slice(2), 16));
      if (name.startsWith('#')) return character(Number.parseInt(name.slice(1), 10));
      return Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined;
    }
    case '<':
      return escape.replace(/<\/?[a-z]{1,10}>/gi, '');
    case '%':
      return utf8(escape.replaceAll('%', ''));
    case '=':
      return escape.includes('\n') ? '' : utf8(escape.replaceAll('=', ''));
    default:
      switch (escape[1]) {
        case 'n':
        case 'r':
          return '\n';
        case 't':
          return ' ';
        case '0':
        case '1':
          return escape.replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
        default:
          return character(Number.parseInt(escape.replace(/[^0-9a-f]/gi, ''), 16));
      }
  }
}

function character(codePoint: number): string | undefined {
  return codePoint > 0 && codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : undefined;
}

function utf8(hex: string): string | undefined {
  const text = Buffer.from(hex, 'hex').toString('utf8');
  return text.includes('\ufffd') ? undefined : text;
}
