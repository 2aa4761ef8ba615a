/** A line of a file, without its end; `undefined` where its bytes are no UTF-8. */
export type Line = string | undefined;

/**
 * The lines of a stream of bytes, one at a time: memory holds one line and one chunk, however long the file is.
 *
 * Empty lines are left out. A byte order mark at the start of the file is no part of its first line.
 */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  let rest: Uint8Array[] = [];
  let first = true;
  const decode = (parts: readonly Uint8Array[]): Line => {
    const bytes = parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: !first }).decode(bytes);
    } catch {
      return undefined;
    } finally {
      first = false;
    }
  };
  const isBlank = (line: Line): boolean => line !== undefined && line.trim() === '';

  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      const line = decode([...rest, chunk.subarray(from, end)]);
      rest = [];
      from = end + 1;
      if (!isBlank(line)) yield line;
    }
    if (from < chunk.length) rest.push(chunk.subarray(from));
  }
  if (rest.length > 0) {
    const line = decode(rest);
    if (!isBlank(line)) yield line;
  }
}
