/** A generated page, as it is and as it should be. */
export interface GeneratedPage {
  readonly file: string;
  readonly text: string;
  readonly written: string;
}

/** The first line of each page that is not what would be written now. */
export function staleness(pages: readonly GeneratedPage[]): readonly string[] {
  return pages.flatMap(({ file, text, written }) => {
    if (text === written) return [];
    const [now, then] = [text.split('\n'), written.split('\n')];
    const line = now.findIndex((each, at) => each !== then[at]);
    const at = line < 0 ? now.length : line;
    return [
      `${file}:${at + 1} is stale: expected '${now[at] ?? ''}', got '${then[at] ?? ''}': npm run docs:first-real-deploy`,
    ];
  });
}
