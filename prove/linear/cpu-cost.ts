/** Microseconds of CPU for a thousand characters of a text that one piece fills. */
export function costPerKilobyte(inspect: (text: string) => unknown, piece: string, characters: number): number {
  const text = piece.repeat(Math.ceil(characters / piece.length)).slice(0, characters);
  const before = process.cpuUsage();
  inspect(text);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / (characters / 1_000);
}
