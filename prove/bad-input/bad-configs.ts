import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../lib/config/load-config';

const CONFIG = join(__dirname, '..', '..', 'llm-api.config.json');

/** Sections that the shipped config leaves out. */
const OPTIONAL = {
  guardrails: [
    {
      name: 'content',
      usdPerThousandTextUnits: 0.35,
      contentFilters: 'high',
      promptAttacks: 'medium',
      blockedPersonalData: ['US_PASSPORT_NUMBER'],
      groundingThreshold: 0.7,
      relevanceThreshold: 0.5,
    },
    {
      name: 'house',
      guardrailId: 'abc123',
      version: '3',
      keyArn: 'arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f',
    },
  ],
  guardPolicies: {
    standard: {
      grounding: 'refuse',
      groundingScore: 0.5,
      managed: { guardrail: 'content', inCall: true, apply: 'both', grounding: true },
      shadow: { policy: 'next', until: '2999-12-31' },
    },
    strict: {},
    next: {},
  },
  operators: { roleArns: ['arn:aws:iam::111122223333:role/LlmApiOperator'] },
  edge: {
    domain: {
      name: 'llm.example.com',
      certificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f',
      hostedZone: { id: 'Z0123456789ABC', name: 'example.com' },
    },
    webAclArn: 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/own/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f',
  },
};

/** What a config with one wrong field came to. */
export interface ConfigOutcome {
  readonly path: string;
  readonly ok: boolean;
  readonly got: string;
}

/** Puts a wrong value into every field of the config in turn: each must be named in a clear error. */
export function badConfigs(): readonly ConfigOutcome[] {
  const original = { ...(JSON.parse(readFileSync(CONFIG, 'utf8')) as Record<string, unknown>), ...OPTIONAL };
  const folder = mkdtempSync(join(tmpdir(), 'llm-api-config-'));
  const file = join(folder, 'config.json');
  try {
    // a config that is wrong from the start would be refused for the wrong field.
    writeFileSync(file, JSON.stringify(original));
    loadConfig(file);
    return leaves(original).map((path) => {
      const copy = structuredClone(original);
      put(copy, path);
      writeFileSync(file, JSON.stringify(copy));
      return judge(file, path);
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Path = readonly (string | number)[];

/** Every field with a value of its own; `$schema` is for the editor. */
function leaves(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value)
    .filter(([name]) => name !== '$schema')
    .flatMap(([name, item]) => leaves(item, [...path, Array.isArray(value) ? Number(name) : name]));
}

function put(config: Record<string, unknown>, path: Path): void {
  let at = config as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) at = at[step] as Record<string | number, unknown>;
  const last = path.at(-1) ?? '';
  // a list is no right value of any single field.
  at[last] = [['wrong']];
}

function judge(file: string, path: Path): ConfigOutcome {
  const name = path.join('.');
  try {
    loadConfig(file);
    return { path: name, ok: false, got: 'accepted' };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const field = path.filter((step) => typeof step === 'string').at(-1) ?? '';
    const clear =
      message.includes(field) && !message.includes('    at ') && !/is not a function|Cannot read/.test(message);
    return { path: name, ok: clear, got: message.slice(0, 200) };
  }
}
