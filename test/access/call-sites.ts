import * as fs from 'node:fs';
import * as path from 'node:path';

const ROOT = path.join(__dirname, '..', '..');

/** A place in the code that makes a command of the SDK. */
export interface CallSite {
  readonly file: string;
  readonly line: number;
  readonly operation: string;
}

/** Files that an entry imports, itself included, below `lambda/` and `cli/`; types alone do not count. */
export function filesOf(entry: string): string[] {
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file) || !/^(?:lambda|cli)\//.test(file)) return;
    seen.add(file);
    const source = fs.readFileSync(path.join(ROOT, file), 'utf8');
    for (const [, from] of source.matchAll(/^(?:import|export) (?!type )[^;]*?from '(\.[^']+)'/gm)) {
      const target = path.posix.join(path.posix.dirname(file), `${from}.ts`);
      if (fs.existsSync(path.join(ROOT, target))) visit(target);
    }
  };
  visit(entry);
  return [...seen].sort();
}

/** Every `new …Command(` of a file that is one of the SDK's. */
export function callSitesOf(file: string): CallSite[] {
  const source = fs.readFileSync(path.join(ROOT, file), 'utf8');
  const imported = [...source.matchAll(/import \{([^}]*)\} from '@aws-sdk\/client-[a-z0-9-]+'/g)]
    .flatMap(([, names]) => names!.split(','))
    .map((name) => name.trim());
  return [...source.matchAll(/new ([A-Za-z0-9]+)Command\(/g)]
    .filter(([, operation]) => imported.includes(`${operation}Command`))
    .map(({ 1: operation, index }) => ({
      file,
      line: source.slice(0, index).split('\n').length,
      operation: operation!,
    }));
}
