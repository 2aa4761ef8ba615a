import * as fs from 'node:fs';
import * as path from 'node:path';
import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv';
import { checkConfig } from './check-config';
import { ConfigError, shown, type ConfigProblem } from './config-problem';
import type { LlmApiConfig } from './llm-api-config';

/** Beside `lib` for the sources, and beside `bin`, where the packed command line is one file. */
const SCHEMA = ['../..', '..']
  .map((root) => path.join(__dirname, root, 'schema', 'llm-api.config.schema.json'))
  .find((file) => fs.existsSync(file));

/**
 * Reads a config file.
 *
 * @throws ConfigError with one line for each wrong value: its path, what was expected, what was got
 */
export function loadConfig(file: string): LlmApiConfig {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch {
    throw new ConfigError(file, [{ path: 'the file', expected: 'a readable config file', got: 'none' }]);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const got = error instanceof Error ? error.message : 'something else';
    throw new ConfigError(file, [{ path: 'the file', expected: 'JSON', got }]);
  }
  return parseConfig(value, file);
}

/**
 * Checks a value that should be a config: its shape first, then what its parts say about each other.
 *
 * @throws ConfigError
 */
export function parseConfig(value: unknown, source = 'config'): LlmApiConfig {
  const validate = schemaOfConfig();
  const shape = validate(value) ? [] : (validate.errors ?? []).map(problemOf);
  if (shape.length > 0) throw new ConfigError(source, unrepeated(shape));

  const config = value as LlmApiConfig;
  const problems = checkConfig(config);
  if (problems.length > 0) throw new ConfigError(source, problems);
  return config;
}

/** Compiled once a process: that takes longer than the check of a hundred configs. */
let compiled: ValidateFunction | undefined;

function schemaOfConfig(): ValidateFunction {
  if (compiled !== undefined) return compiled;
  if (SCHEMA === undefined)
    throw new Error(`schema of the config: expected it in the package, got none near ${__dirname}`);
  const schema: object = JSON.parse(fs.readFileSync(SCHEMA, 'utf8'));
  compiled = new Ajv({ allErrors: true, strict: true, verbose: true }).compile(schema);
  return compiled;
}

function problemOf(error: ErrorObject): ConfigProblem {
  const params = error.params as Record<string, unknown>;
  const at = pathOf(error.instancePath);
  switch (error.keyword) {
    case 'additionalProperties': {
      const name = String(params.additionalProperty);
      const known = Object.keys((error.parentSchema?.properties ?? {}) as object).join(', ');
      return { path: join(at, name), expected: `one of ${known}`, got: `the unknown name '${name}'` };
    }
    case 'required': {
      const name = String(params.missingProperty);
      return { path: join(at, name), expected: 'a value', got: 'nothing' };
    }
    case 'enum':
      return {
        path: at,
        expected: `one of ${(params.allowedValues as unknown[]).map(shown).join(', ')}`,
        got: shown(error.data),
      };
    case 'type':
      return { path: at, expected: `a value of type ${String(params.type)}`, got: shown(error.data) };
    default:
      return { path: at, expected: `a value that ${error.message}`, got: shown(error.data) };
  }
}

function pathOf(pointer: string): string {
  const parts = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  return parts.reduce((path, part) => (/^\d+$/.test(part) ? `${path}[${part}]` : join(path, part)), '');
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function unrepeated(problems: readonly ConfigProblem[]): ConfigProblem[] {
  const seen = new Set<string>();
  return problems.filter(({ path, expected }) => {
    const line = `${path}\0${expected}`;
    if (seen.has(line)) return false;
    seen.add(line);
    return true;
  });
}
