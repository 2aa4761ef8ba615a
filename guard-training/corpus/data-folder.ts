import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Example } from './example';

interface Row {
  readonly id: string;
  readonly text: string;
  readonly label: 0 | 1;
}

/** Part of the data folder. Only `train` may shape shipped weights; `dev` sets thresholds; `train-unverified` is for judging alone. */
export type Part = 'train' | 'dev' | 'train-unverified';

/** Reads one part of a data folder, file by file in the order of their names; nothing where the part is absent. */
export function readPart(folder: string, part: Part): Example[] {
  const directory = join(folder, part);
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((file) => file.endsWith('.jsonl'))
    .sort()
    .flatMap((file) => readFile(join(directory, file)));
}

function readFile(path: string): Example[] {
  const source = basename(path, '.jsonl');
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line, index) => {
      const row = JSON.parse(line) as Partial<Row>;
      if (typeof row.id !== 'string' || typeof row.text !== 'string' || (row.label !== 0 && row.label !== 1)) {
        throw new Error(`${path}:${index + 1}: expected {id, text, label: 0 | 1}, got ${Object.keys(row).join(', ')}`);
      }
      return { id: row.id, source, attack: row.label === 1, text: row.text };
    });
}
