import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Example } from './example';
import { Random } from '../random';

/** Licences under which a package's documentation may shape the weights. */
const PERMISSIVE = new Set(['MIT', 'Apache-2.0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD']);

/** Most pieces taken from one package, so that no single author's style is learned. */
const PIECES_PER_PACKAGE = 12;

/** Most packages of one scope: hundreds of SDK clients share one text. */
const PACKAGES_PER_SCOPE = 6;

/** Where harmless prose was taken from. */
export interface ProseOrigin {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
}

/** Harmless prose of every length, and what it was made from. */
export interface InstalledProse {
  readonly examples: readonly Example[];
  readonly origins: readonly ProseOrigin[];
}

/**
 * Cuts the documentation of the installed packages into harmless texts of 60 to 2,400 characters.
 *
 * Attacks are long prose; without long harmless prose a model learns that length is an attack. Versions are pinned by
 * the project's lock file, so the same checkout gives the same texts.
 */
export function installedProse(nodeModules: string, seed: number): InstalledProse {
  const random = new Random(seed);
  const examples: Example[] = [];
  const origins: ProseOrigin[] = [];
  for (const directory of packageDirectories(nodeModules)) {
    const origin = originOf(directory);
    if (origin === undefined) continue;
    const before = examples.length;
    const pages = pagesOf(directory);
    for (let piece = 0; piece < PIECES_PER_PACKAGE && pages.length > 0; piece++) {
      const text = cut(random.pick(pages), random);
      if (text !== undefined) {
        examples.push({ id: `${origin.name}-${piece}`, source: 'installed_prose', attack: false, text });
      }
    }
    if (examples.length > before) origins.push(origin);
  }
  return { examples, origins };
}

/** Messages of the TypeScript compiler in its thirteen languages, alone and as paragraphs. */
export function compilerMessages(nodeModules: string, seed: number): Example[] {
  const random = new Random(seed);
  const root = join(nodeModules, 'typescript', 'lib');
  const examples: Example[] = [];
  for (const language of readdirSync(root).sort()) {
    const path = join(root, language, 'diagnosticMessages.generated.json');
    if (!existsSync(path)) continue;
    const messages = Object.values(JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>);
    for (let i = 0; i < 60; i++) {
      const sentences = Array.from({ length: random.chance(0.4) ? 1 : 1 + random.below(10) }, () =>
        random.pick(messages),
      );
      examples.push({
        id: `compiler-${language}-${i}`,
        source: 'compiler_messages',
        attack: false,
        text: sentences.join(random.chance(0.3) ? '\n' : ' '),
      });
    }
  }
  return examples;
}

function packageDirectories(nodeModules: string): string[] {
  return readdirSync(nodeModules)
    .filter((name) => !name.startsWith('.'))
    .sort()
    .flatMap((name) =>
      name.startsWith('@')
        ? readdirSync(join(nodeModules, name))
            .sort()
            .slice(0, PACKAGES_PER_SCOPE)
            .map((inner) => join(nodeModules, name, inner))
        : [join(nodeModules, name)],
    );
}

function originOf(directory: string): ProseOrigin | undefined {
  const path = join(directory, 'package.json');
  if (!existsSync(path)) return undefined;
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  const { name, version, license } = manifest;
  if (typeof name !== 'string' || typeof version !== 'string' || typeof license !== 'string') return undefined;
  return PERMISSIVE.has(license) ? { name, version, licence: license } : undefined;
}

function pagesOf(directory: string): string[] {
  const pages = readdirSync(directory)
    .filter((file) => /^(readme|contributing|changelog|migration|security)[^/]*\.md$/i.test(file))
    .sort()
    .map((file) => join(directory, file));
  // one package documents each of its modules apart: aws-cdk-lib alone has some 200 pages of prose.
  for (const inner of readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .map((entry) => entry.name)
    .sort()) {
    const page = join(directory, inner, 'README.md');
    if (existsSync(page)) pages.push(page);
  }
  return pages.map((page) => readFileSync(page, 'utf8')).filter((page) => page.length > 200);
}

function cut(page: string, random: Random): string | undefined {
  const length = Math.round(60 * 40 ** random.next());
  const start = random.below(Math.max(1, page.length - length));
  const boundary = page.indexOf('\n', start);
  const from = boundary === -1 || boundary - start > 200 ? start : boundary + 1;
  const text = page.slice(from, from + length).trim();
  return text.length < 40 ? undefined : text;
}
