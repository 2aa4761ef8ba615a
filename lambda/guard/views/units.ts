/** A text longer than this is read in an array of its own, which is not kept. */
const KEPT_UNITS = 1 << 17;

/**
 * The UTF-16 units of a text as an array.
 *
 * A text is read unit by unit many times; an array answers in half the time of `charCodeAt`, and copying costs a tenth of one
 * reading. The array is reused: whoever reads has one of its own, and reads one text at a time.
 */
export class Units {
  private units = new Uint16Array(1 << 12);
  private bytes = Buffer.from(this.units.buffer);

  /** The units of `text`, and a blank after the last of them. */
  public of(text: string): Uint16Array {
    const { length } = text;
    let { units, bytes } = this;
    if (length >= units.length) {
      units = new Uint16Array(2 ** Math.ceil(Math.log2(length + 1)));
      bytes = Buffer.from(units.buffer);
      if (length < KEPT_UNITS) {
        this.units = units;
        this.bytes = bytes;
      }
    }
    bytes.write(text, 'utf16le');
    units[length] = 32;
    return units;
  }
}

/** A number for every UTF-16 unit: what `of` says of an ASCII character, 0 for all others. */
export function asciiTable(of: (character: string) => number): Uint8Array {
  const table = new Uint8Array(1 << 16);
  for (let code = 0; code < 128; code++) table[code] = of(String.fromCharCode(code));
  return table;
}
