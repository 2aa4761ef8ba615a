/** A text that a pattern begins to match over and over, and never does. */
export interface NearMiss {
  readonly name: string;
  readonly piece: string;
}

/**
 * One near miss for each expression of a pattern: the text that it asks for, without the last token.
 *
 * Made from the expression itself, so that a new rule is tried without anybody writing its attack.
 */
export function nearMissesOf(
  patterns: readonly { readonly name: string; readonly pattern: RegExp | readonly RegExp[] }[],
): NearMiss[] {
  return patterns.flatMap(({ name, pattern }) =>
    [pattern].flat().map(({ source }, alternative) => {
      const sample = new Sampler(source).alternatives();
      const cut = sample.slice(0, Math.max(1, sample.length - 2)).trimStart();
      return { name: alternative === 0 ? name : `${name}, ${alternative + 1}`, piece: `${cut} ` };
    }),
  );
}

/** Writes one text that an expression would match: the first of alternatives, the fewest of repetitions, one of classes. */
class Sampler {
  private at = 0;

  public constructor(private readonly source: string) {}

  public alternatives(): string {
    const first = this.sequence();
    while (this.peek() === '|') {
      this.at++;
      this.sequence();
    }
    return first;
  }

  private sequence(): string {
    let text = '';
    while (this.at < this.source.length && this.peek() !== '|' && this.peek() !== ')')
      text += this.repeated(this.atom());
    return text;
  }

  private repeated(atom: string): string {
    const match = /^(?:[?*]|\+|\{(\d+)(?:,\d*)?\})\??/.exec(this.source.slice(this.at));
    if (match === null) return atom;
    this.at += match[0].length;
    const fewest = match[0].startsWith('+') ? 1 : Number(match[1] ?? 0);
    return atom.repeat(Math.max(fewest, match[0].startsWith('{') ? 1 : fewest));
  }

  private atom(): string {
    const character = this.source[this.at++] ?? '';
    if (character === '(') return this.group();
    if (character === '[') return this.characterClass();
    if (character === '\\') return this.escape();
    if (character === '^' || character === '$') return '';
    return character === '.' ? 'x' : character;
  }

  private group(): string {
    const look = /^\?(?:<?[=!])/.exec(this.source.slice(this.at))?.[0];
    const plain = /^\?:|^\?<\w+>/.exec(this.source.slice(this.at))?.[0];
    this.at += (look ?? plain ?? '').length;
    const inner = this.alternatives();
    this.at++;
    return look === undefined ? inner : '';
  }

  private characterClass(): string {
    const end = this.source.indexOf(']', this.at + (this.peek() === ']' ? 1 : 0));
    const body = this.source.slice(this.at, end);
    this.at = end + 1;
    if (body.startsWith('^')) return 'x';
    return (
      body
        .replace(/\\w|\\d|\\s/g, (set) => ({ '\\w': 'a', '\\d': '7', '\\s': ' ' })[set] ?? '')
        .replace(/\\/g, '')[0] ?? 'a'
    );
  }

  private escape(): string {
    const kind = this.source[this.at++] ?? '';
    const sets: Readonly<Record<string, string>> = {
      w: 'a',
      d: '7',
      s: ' ',
      b: '',
      B: '',
      S: 'x',
      W: '-',
      D: 'x',
      n: '\n',
      t: ' ',
    };
    if (kind === 'u') {
      const code = /^\{([0-9a-f]+)\}|^([0-9a-f]{4})/i.exec(this.source.slice(this.at));
      this.at += code?.[0].length ?? 0;
      return String.fromCodePoint(Number.parseInt(code?.[1] ?? code?.[2] ?? '61', 16));
    }
    if (/\d/.test(kind)) return '';
    return sets[kind] ?? kind;
  }

  private peek(): string | undefined {
    return this.source[this.at];
  }
}
