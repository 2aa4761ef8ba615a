/** Microseconds of CPU for a thousand characters of a text that some pieces fill, one after the other; of some texts in a row. */
export function costPerKilobyte(
  inspect: (text: string) => void,
  pieces: readonly string[],
  characters: number,
  times = 1,
): number {
  const share = Math.ceil(characters / pieces.length);
  const text = pieces.map((piece) => piece.repeat(Math.ceil(share / piece.length)).slice(0, share)).join('');
  const before = process.cpuUsage();
  for (let time = 0; time < times; time++) inspect(text);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / ((text.length * times) / 1_000);
}
