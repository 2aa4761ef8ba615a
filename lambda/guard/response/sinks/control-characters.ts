import { ScanStage, type TextStage } from '../text-stage';

const ESC = '\u001b';
/** A terminal sequence is at most this long; a longer one loses its introducer only. */
const MAX_SEQUENCE_UNITS = 1024;

/**
 * ECMA-48 control sequences: CSI, string sequences (OSC, DCS, SOS, PM, APC) up to BEL or ST, and two-unit escapes;
 * hyperlinks of a terminal (OSC 8) are string sequences.
 */
const CSI_BODY = /[\u0030-\u003f]*[\u0020-\u002f]*[\u0040-\u007e]/y;
const STRING_BODY = /[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)/y;

function sequenceEnd(text: string, at: number): number | undefined {
  const first = text[at] ?? '';
  const isEscape = first === ESC;
  const kind = isEscape ? text[at + 1] : String.fromCharCode(first.charCodeAt(0) - 0x40);
  if (kind === undefined) return undefined;
  const bodyAt = at + (isEscape ? 2 : 1);
  const body = kind === '[' ? CSI_BODY : /[\]PX^_]/.test(kind) ? STRING_BODY : undefined;
  if (body === undefined) return bodyAt;
  body.lastIndex = bodyAt;
  const match = body.exec(text);
  return match === null ? undefined : bodyAt + match[0].length;
}

/**
 * Removes what a terminal or a log reader would act on or a reader cannot see: terminal sequences, control
 * characters but tab and line feed, a lone carriage return, bidirectional overrides and isolates (CVE-2021-42574),
 * and tag characters.
 */
export function controlCharacters(): TextStage {
  return new ScanStage({
    // everything but C0 (except \t and \n), DEL, C1, bidi controls and the surrogate that tag characters start with.
    plain: /[^\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\udb40]+/y,
    maxConstructUnits: MAX_SEQUENCE_UNITS + 2,
    construct(text, at, final) {
      const unit = text.charCodeAt(at);
      if (unit === 0x0d) {
        if (at + 1 === text.length && !final) return undefined;
        return { text: text[at + 1] === '\n' ? '\r' : '', next: at + 1 };
      }
      if (unit === 0xdb40) {
        if (at + 1 === text.length && !final) return undefined;
        const low = text.charCodeAt(at + 1);
        const isTag = low >= 0xdc00 && low <= 0xdc7f;
        // a half without its other half is no character, and says nothing of what follows: an escape there is one.
        if (!(low >= 0xdc00 && low <= 0xdfff)) return { text: '\ufffd', next: at + 1 };
        return { text: isTag ? '' : text.slice(at, at + 2), next: at + 2 };
      }
      const introduces =
        unit === 0x1b ||
        unit === 0x9b ||
        unit === 0x9d ||
        unit === 0x90 ||
        unit === 0x98 ||
        unit === 0x9e ||
        unit === 0x9f;
      if (!introduces) return { text: '', next: at + 1 };
      const end = sequenceEnd(text.slice(0, at + MAX_SEQUENCE_UNITS), at);
      if (end === undefined && !final && text.length - at < MAX_SEQUENCE_UNITS) return undefined;
      return { text: '', next: end ?? at + 1 };
    },
  });
}
