import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { compileFunction } from 'node:vm';
import { transformSync } from 'esbuild';

const ENDINGS = ['', '.ts', '.mts', '.js', '.json', '/index.ts'];

/**
 * Loads the project's TypeScript as CommonJS, compiled once and run again after each `reset`.
 *
 * That is what makes a mutant cheap: Jest gives every test file a world of its own and compiles the engine in each.
 */
export class ModuleLoader {
  #compiled = new Map();
  #resolved = new Map();
  #modules = new Map();
  #packages;

  /** @param packages that are something else here than in `node_modules`, by name */
  constructor(packages = {}) {
    this.#packages = packages;
  }

  /** Forgets what modules hold, not how they are compiled: the next `load` runs them again. */
  reset() {
    this.#modules.clear();
  }

  /** The exports of a file. */
  load(file) {
    const known = this.#modules.get(file);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    this.#modules.set(file, module);
    if (file.endsWith('.json')) module.exports = this.#json(file);
    else this.#run(file, module);
    return module.exports;
  }

  #json(file) {
    const known = this.#compiled.get(file) ?? JSON.parse(readFileSync(file, 'utf8'));
    this.#compiled.set(file, known);
    return known;
  }

  #run(file, module) {
    let run = this.#compiled.get(file);
    if (run === undefined) {
      const { code } = transformSync(readFileSync(file, 'utf8'), {
        loader: file.endsWith('js') ? 'js' : 'ts',
        format: 'cjs',
        target: 'node20',
        supported: { 'dynamic-import': false },
        sourcefile: file,
      });
      run = compileFunction(code, ['exports', 'require', 'module', '__filename', '__dirname'], { filename: file });
      this.#compiled.set(file, run);
    }
    run(module.exports, this.#requireFrom(file), module, file, path.dirname(file));
  }

  #requireFrom(file) {
    const packages = createRequire(file);
    return (request) => {
      const key = `${path.dirname(file)}\0${request}`;
      let found = this.#resolved.get(key);
      if (found === undefined) {
        found = request.startsWith('.') ? source(path.resolve(path.dirname(file), request)) : null;
        this.#resolved.set(key, found);
      }
      return found === null ? (this.#packages[request] ?? packages(request)) : this.load(found);
    };
  }
}

function source(stem) {
  const found = ENDINGS.map((ending) => stem + ending).find((file) => existsSync(file) && statSync(file).isFile());
  if (found === undefined) throw new Error(`${stem}: no such module`);
  return found;
}
