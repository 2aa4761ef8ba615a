/** Draws how far long work is; nothing where no person watches. */
export function progressBar(unit: string): {
  readonly step: (done: number, of: number, count: number) => void;
  readonly end: () => void;
} {
  const shown = process.stderr.isTTY;
  let drawnAt = 0;
  return {
    step(done, of, count) {
      const now = Date.now();
      if (!shown || (now - drawnAt < 100 && done < of)) return;
      drawnAt = now;
      const filled = of === 0 ? 0 : Math.floor((done / of) * 30);
      process.stderr.write(`\r${'█'.repeat(filled)}${'░'.repeat(30 - filled)} ${done}/${of}, ${count} ${unit} `);
    },
    end() {
      if (shown && drawnAt > 0) process.stderr.write('\r\u001b[K');
    },
  };
}
