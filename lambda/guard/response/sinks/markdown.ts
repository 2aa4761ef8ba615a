import { ScanStage, type Decided, type Scanner, type TextStage } from '../text-stage';
import { allowsDestination, type AllowsHost } from './allowed-hosts';

/** A construct that is longer than this is not trusted. */
const MAX_CONSTRUCT_UNITS = 2048;
const MAX_SPAN_UNITS = 512;
const MAX_INFO_UNITS = 256;
const MAX_SCHEME_UNITS = 8;
const MAX_HOST_UNITS = 300;
const MAX_ENDING_UNITS = 66;

const NEVER = /(?!)/y;
/** Stops at what may be markup, and at the letters and signs that an address may start with. */
const PLAIN_TEXT = /[^\n`~<\]\\/hwfHWF]+/y;
const PLAIN_CODE = /[^\n]+/y;

const FENCE = /(`{3,}|~{3,})([^\n]*)(\n|$)/y;
const CLOSES_BACKTICKS = /^ {0,3}`*[ \t]*$/;
const CLOSES_TILDES = /^ {0,3}~*[ \t]*$/;
const BACKTICKS = /`+/y;
const LINK = /\(((?:[^\s<>()`\\"']|\([^\s<>()`\\"']{0,256}\)){1,1024})(?:[ \t]{1,4}"[^"\n<>`\\]{0,256}")?\)/y;
/** What may still become one. */
const OPEN_LINK =
  /^\((?:[^\s<>()`\\"']|\([^\s<>()`\\"']{0,256}\)){0,1024}(?:\([^\s<>()`\\"']{0,256}|[ \t]{1,4}(?:"[^"\n<>`\\]{0,256}"?)?)?$/;
const DEFINITION = /:([ \t]*\n?[ \t]*)([^\s]*)(\s|$)/y;
const AUTOLINK = /<(https?:\/\/[^\s<>`]{1,1024})>/iy;
const ADDRESS = /(https?:\/\/|ftp:\/\/|www\.)([A-Za-z0-9.-]{0,255})((?::\d{1,5})?)([\s\S]|$)/iy;
/**
 * What follows a host without making it another one, up to the end of the authority: signs that a renderer leaves out or
 * that lead to no host, or one that no host may hold (WHATWG URL). Renderers take them into the address:
 * `https://host!@other.tld` and `https://host'x.other.tld` are addresses of `other.tld`.
 */
const ENDS_HOST = /^[)'"*_~,;:!.]{0,15}(?:[>|[\]][^\s@/?#<]{0,48})?(?:[^\S\ufeff]|[/?#]|$)/;
const ENDING_SO_FAR = /^[)'"*_~,;:!.]{0,15}(?:[>|[\]][^\s@/?#<]{0,48})?$/;
/** Without a path, so that what follows may be taken for more of the host. */
const BARE_HOST = /^https?:\/\/[^/?#]*$/i;
/** An address without a scheme, where it is none of another scheme: some renderers make a link of it. */
const RELATIVE_ADDRESS = /\/\/(?:(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z0-9-]{1,63}|localhost)/y;
const RELATIVE_SO_FAR = /^\/(?:\/(?:[A-Za-z0-9-]{1,63}\.){0,8}[A-Za-z0-9-]{0,63})?$/;

const STARTS_ADDRESS = ['https://', 'http://', 'ftp://', 'www.'];

/** A construct from its start to its closing mark; `undefined` while it may still be closed. */
type Attempt = Decided | undefined;

/**
 * Makes Markdown safe to render, raw HTML and links included, and leaves its code as it is.
 *
 * Tags are written as text; images, links, definitions and addresses of hosts that are not allowed lose what makes
 * them work (`https[:]//host[.]tld`). Code is left alone only where every CommonMark renderer agrees that it is code:
 * fences that start at the first column, and spans that open and close on one line of a paragraph without a stray
 * backtick. Where renderers could disagree, the rest of the answer is treated as text.
 */
export function markdownSink(allows: AllowsHost): TextStage {
  return new ScanStage(new MarkdownScanner(allows));
}

class MarkdownScanner implements Scanner {
  public readonly maxConstructUnits = MAX_CONSTRUCT_UNITS;
  private atLineStart = true;
  private lineIsBlank = true;
  private fence: { readonly mark: string; readonly length: number } | undefined;
  /** A stray backtick of this paragraph may pair with a later one: its spans are not trusted. */
  private strayBacktick = false;
  /** An address that works goes on to the next white space: some renderers take a backtick into it. */
  private inAddress = false;
  /** The slashes that follow a colon are of another scheme. */
  private afterScheme = false;
  /** The slash that follows begins a path. */
  private atHostEnd = false;
  /** Whether code is no longer trusted, because a renderer may see it elsewhere than we do. */
  private distrusts = false;

  public constructor(private readonly allows: AllowsHost) {}

  public get plain(): RegExp {
    if (this.fence === undefined) return PLAIN_TEXT;
    return this.atLineStart ? NEVER : PLAIN_CODE;
  }

  public passed(run: string): void {
    this.atLineStart = false;
    this.afterScheme = /[:/]$/.test(run);
    this.atHostEnd = false;
    if (this.lineIsBlank && /[^ \t]/.test(run)) this.lineIsBlank = false;
    if (this.inAddress && /\s/.test(run)) this.inAddress = false;
  }

  public construct(text: string, at: number, final: boolean): Attempt {
    if (text[at] === '\n') return this.lineFeed(at);
    if (this.fence !== undefined) return this.codeLine(text, at, final, this.fence);
    switch (text[at]) {
      case '`':
      case '~':
        return this.fenceOrSpan(text, at, final);
      case '<':
        return this.tag(text, at, final);
      case ']':
        return this.bracket(text, at, final);
      case '\\':
        return this.backslash(text, at, final);
      case '/':
        return this.relative(text, at, final);
      default:
        return this.address(text, at, final);
    }
  }

  private lineFeed(at: number): Decided {
    // inline markup never goes on past a blank line.
    if (this.lineIsBlank) this.strayBacktick = false;
    this.atLineStart = true;
    this.lineIsBlank = true;
    this.inAddress = false;
    this.afterScheme = false;
    return { text: '\n', next: at + 1 };
  }

  private emit(text: string, next: number): Decided {
    this.passed(text);
    return { text, next };
  }

  /** The start of a line inside a fence: closes it, or is code. */
  private codeLine(text: string, at: number, final: boolean, fence: { mark: string; length: number }): Attempt {
    const line = /[^\n]*/y;
    line.lastIndex = at;
    const found = line.exec(text)?.[0] ?? '';
    const complete = at + found.length < text.length || final;
    const couldClose = (fence.mark === '`' ? CLOSES_BACKTICKS : CLOSES_TILDES).test(found);
    if (!complete && couldClose) {
      if (found.length < MAX_INFO_UNITS) return undefined;
      // an endless run: whether it closes will not be known in time.
      this.fence = undefined;
      this.distrusts = true;
      return { text: '', next: at };
    }
    const run = found.trim();
    if (couldClose && run.length >= fence.length) {
      this.fence = undefined;
      return this.emit(found, at + found.length);
    }
    this.atLineStart = false;
    this.lineIsBlank = false;
    return { text: '', next: at };
  }

  private fenceOrSpan(text: string, at: number, final: boolean): Attempt {
    if (this.atLineStart && !this.distrusts) {
      const opened = this.openFence(text, at, final);
      if (opened !== 'no fence') return opened;
    }
    if (text[at] === '~') return this.emit('~', at + 1);
    BACKTICKS.lastIndex = at;
    const run = BACKTICKS.exec(text)?.[0] ?? '`';
    if (at + run.length === text.length && !final && run.length < MAX_SPAN_UNITS) return undefined;
    if (this.inAddress) this.strayBacktick = true;
    if (this.distrusts || this.strayBacktick) return this.emit(run, at + run.length);
    return this.span(text, at, final, run);
  }

  private openFence(text: string, at: number, final: boolean): Attempt | 'no fence' {
    const mark = text[at] ?? '';
    FENCE.lastIndex = at;
    const fence = FENCE.exec(text);
    if (fence === null) {
      // fewer than three marks so far: they may still come.
      const rest = text.slice(at, at + 3);
      return !final && rest.length < 3 && [...rest].every((unit) => unit === mark) ? undefined : 'no fence';
    }
    const [, run = '', info = '', lineEnd = ''] = fence;
    if (lineEnd === '' && !final) {
      if (run.length + info.length < MAX_INFO_UNITS) return undefined;
      this.distrusts = true;
      return 'no fence';
    }
    if (run.length + info.length >= MAX_INFO_UNITS) {
      this.distrusts = true;
      return 'no fence';
    }
    if (mark === '`' && info.includes('`')) return 'no fence';
    this.fence = { mark, length: run.length };
    this.atLineStart = false;
    this.lineIsBlank = false;
    this.strayBacktick = false;
    return { text: run + info, next: at + run.length + info.length };
  }

  /** A span that closes on its line passes as it is; otherwise its backticks are stray. */
  private span(text: string, at: number, final: boolean, run: string): Attempt {
    const limit = at + MAX_SPAN_UNITS;
    let search = at + run.length;
    for (;;) {
      const close = text.indexOf('`', search);
      const lineEnd = text.indexOf('\n', search);
      const stop = Math.min(lineEnd === -1 ? Infinity : lineEnd, limit);
      if (close === -1 || close >= stop) {
        if (stop === Infinity || (lineEnd === -1 && text.length < limit)) {
          if (!final) return undefined;
        }
        break;
      }
      BACKTICKS.lastIndex = close;
      const closing = BACKTICKS.exec(text)?.[0] ?? '';
      const end = close + closing.length;
      if (end === text.length && !final && end < limit) return undefined;
      if (closing.length === run.length && end <= limit) {
        const code = text.slice(at, end);
        // a pipe may be the border of a table's cell, which splits the span.
        if (code.includes('|')) break;
        return this.emit(code, end);
      }
      search = end;
    }
    this.strayBacktick = true;
    return this.emit(run, at + run.length);
  }

  private tag(text: string, at: number, final: boolean): Attempt {
    if (at + 1 === text.length && !final) return undefined;
    if (!/[A-Za-z/!?]/.test(text[at + 1] ?? '')) return this.emit('<', at + 1);
    AUTOLINK.lastIndex = at;
    const link = AUTOLINK.exec(text);
    if (link !== null) {
      return allowsDestination(link[1] ?? '', this.allows)
        ? this.emit(link[0], at + link[0].length)
        : this.emit('&lt;', at + 1);
    }
    const rest = text.slice(at + 1, at + 1 + MAX_CONSTRUCT_UNITS - 2);
    const mayBeLink = /^(?:h|ht|htt|http|https|https?:|https?:\/|https?:\/\/[^\s<>`]*)$/i.test(rest);
    return mayBeLink && !final && rest.length < 1024 ? undefined : this.emit('&lt;', at + 1);
  }

  private bracket(text: string, at: number, final: boolean): Attempt {
    const next = text[at + 1];
    if (next === undefined && !final) return undefined;
    if (next === '(') {
      LINK.lastIndex = at + 1;
      const link = LINK.exec(text);
      if (link !== null) {
        const destination = link[1] ?? '';
        const end = at + 1 + link[0].length;
        const following = text.slice(end - 1, end - 1 + MAX_ENDING_UNITS);
        const bare = BARE_HOST.test(destination) && allowsDestination(destination, this.allows);
        // without a bracket before it is an address, and goes on to the next blank.
        if (bare && !final && following.length < MAX_ENDING_UNITS && ENDING_SO_FAR.test(following)) return undefined;
        return allowsDestination(destination, this.allows) && (!bare || ENDS_HOST.test(following))
          ? this.emit(`]${link[0]}`, at + 1 + link[0].length)
          : this.emit('] (', at + 2);
      }
      const rest = text.slice(at + 1, at + 1 + 1600);
      return OPEN_LINK.test(rest) && rest.length < 1600 && !final ? undefined : this.emit('] (', at + 2);
    }
    if (next !== ':') return this.emit(']', at + 1);
    DEFINITION.lastIndex = at + 1;
    const definition = DEFINITION.exec(text.slice(0, at + MAX_CONSTRUCT_UNITS - 4));
    const ended = definition !== null && (definition[3] !== '' || final);
    if (!ended && !final && text.length - at < MAX_CONSTRUCT_UNITS - 4) return undefined;
    const destination = definition?.[2] ?? '';
    const works = ended && allowsDestination(destination, this.allows);
    return this.emit(works ? ']:' : '] :', at + 2);
  }

  private backslash(text: string, at: number, final: boolean): Attempt {
    if (at + 1 === text.length && !final) return undefined;
    if (text[at + 1] !== '`') return this.emit('\\', at + 1);
    // an escaped backtick opens no span, but renderers differ on the rest of its run.
    this.strayBacktick = true;
    return this.emit('\\`', at + 2);
  }

  /** `//host`, which a browser completes with the scheme of the page. */
  private relative(text: string, at: number, final: boolean): Attempt {
    if (this.atHostEnd && text[at + 1] !== '/') return this.emit('/', at + 1);
    const rest = text.slice(at, at + MAX_HOST_UNITS);
    if (!final && rest.length < MAX_HOST_UNITS && RELATIVE_SO_FAR.test(rest)) return undefined;
    RELATIVE_ADDRESS.lastIndex = at;
    const found = this.afterScheme ? null : RELATIVE_ADDRESS.exec(text);
    if (found === null) return this.emit('/', at + 1);
    const address = withoutScheme(found[0], text[at + found[0].length] ?? '');
    const host = address.slice(2);
    const end = at + address.length;
    const following = text.slice(end, end + MAX_ENDING_UNITS);
    if (!final && following.length < MAX_ENDING_UNITS && ENDING_SO_FAR.test(following)) return undefined;
    const works = this.allows(host) && ENDS_HOST.test(following);
    return this.emit(works ? address : address.replaceAll('.', '[.]'), end);
  }

  private address(text: string, at: number, final: boolean): Attempt {
    const unit = text[at] ?? '';
    const start = text.slice(at, at + MAX_SCHEME_UNITS).toLowerCase();
    const partial = STARTS_ADDRESS.some((scheme) => scheme.length > start.length && scheme.startsWith(start));
    if (partial && !final && at + start.length === text.length) return undefined;
    if (!STARTS_ADDRESS.some((scheme) => start.startsWith(scheme))) return this.emit(unit, at + 1);

    ADDRESS.lastIndex = at;
    const found = ADDRESS.exec(text.slice(0, at + MAX_HOST_UNITS));
    const [, scheme = '', host = '', port = '', after = ''] = found ?? [];
    if (found === null || (after === '' && !final && text.length - at < MAX_HOST_UNITS)) {
      return found === null ? this.emit(unit, at + 1) : undefined;
    }
    // a colon that no port follows may still be followed by one.
    if (after === ':' && !final && /^\d{0,5}$/.test(text.slice(at + scheme.length + host.length + 1))) return undefined;
    const end = at + scheme.length + host.length + port.length;
    const web = /^http/i.test(scheme);
    const name = host.replace(/\.$/, '');
    const following = text.slice(end, end + MAX_ENDING_UNITS);
    const allowed = web && name !== '' && this.allows(name);
    if (allowed && !final && following.length < MAX_ENDING_UNITS && ENDING_SO_FAR.test(following)) return undefined;
    if (allowed && ENDS_HOST.test(following)) {
      const address = this.emit(text.slice(at, end), end);
      this.inAddress = true;
      this.atHostEnd = true;
      return address;
    }
    // the end of the host may be the scheme of the next address: that one is looked at for itself.
    const own = withoutScheme(host, after);
    const dead = scheme.replace('://', '[:]//').replace(/\.$/, '[.]') + own.replaceAll('.', '[.]');
    return own === host ? this.emit(dead + port, end) : this.emit(dead, at + scheme.length + own.length);
  }
}

/** A host without the scheme of the next address, which stands at its end. */
function withoutScheme(host: string, after: string): string {
  return after === ':' ? host.replace(/(?:https?|ftp)$/i, '') : host;
}
