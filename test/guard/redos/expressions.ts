import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';

const GUARD = join(__dirname, '../../../lambda/guard');

/** A regular expression of the engine, as it is to be judged. */
export interface Expression {
  /** `/source/flags`; one that is sticky is tried at one place only, so it is judged from the start of a text. */
  readonly text: string;
  readonly where: string;
}

/**
 * Every regular expression of the guard: the literals of its sources, read from their syntax, and those that it builds
 * while it is loaded, told by the constructor itself. Nobody has to list a new one.
 */
export function expressionsOfGuard(): readonly Expression[] {
  const files = readdirSync(GUARD, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(GUARD, file))
    .sort();
  const found = new Map<string, string>();
  const add = (source: string, flags: string, where: string): void => {
    const text = flags.includes('y') ? `/^(?:${source})/${flags.replace('y', '')}` : `/${source}/${flags}`;
    if (!found.has(text)) found.set(text, where);
  };
  for (const file of files) {
    const visit = (node: ts.Node): void => {
      const literal = ts.isRegularExpressionLiteral(node) ? /^\/(.*)\/([a-z]*)$/s.exec(node.text) : null;
      if (literal !== null) add(literal[1] ?? '', literal[2] ?? '', relative(GUARD, file));
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest));
  }
  const { RegExp: original } = globalThis;
  let loading = '';
  globalThis.RegExp = new Proxy(original, {
    construct(target, args: [string | RegExp, string?]) {
      const built = new target(...args);
      add(built.source, built.flags, `${relative(GUARD, loading)}, built`);
      return built;
    },
  });
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded one by one, while the constructor listens.
    for (loading of files) require(loading);
  } finally {
    globalThis.RegExp = original;
  }
  return [...found].map(([text, where]) => ({ text, where }));
}
