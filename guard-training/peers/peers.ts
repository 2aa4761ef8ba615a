import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Another guard, asked one question: is this text an attack? */
export interface InjectionPeer {
  readonly name: string;
  readonly isAttack: (text: string) => boolean | Promise<boolean>;
}

/** Another redactor. */
export interface RedactionPeer {
  readonly name: string;
  readonly redact: (text: string) => string | Promise<string>;
}

/** The peers that could be installed. */
export interface Peers {
  readonly injection: readonly InjectionPeer[];
  readonly redaction: readonly RedactionPeer[];
}

/**
 * Loads the peers from a folder of their own, where they are put on demand; `undefined` where they cannot be had.
 *
 * They are measured, never used: nothing of the project depends on them, and their install scripts do not run.
 */
export function loadPeers(folder: string, install: boolean): Peers | undefined {
  if (!existsSync(join(folder, 'node_modules', 'llm-guard'))) {
    if (!install) return undefined;
    mkdirSync(folder, { recursive: true });
    copyFileSync(join(__dirname, 'package.json'), join(folder, 'package.json'));
    const { status } = spawnSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--omit=optional'], {
      cwd: folder,
      stdio: 'ignore',
    });
    if (status !== 0) return undefined;
  }
  const load = createRequire(join(folder, 'package.json'));
  return { injection: injectionPeers(load), redaction: redactionPeers(load) };
}

type Load = (name: string) => unknown;

function injectionPeers(load: Load): InjectionPeer[] {
  const { LLMGuard } = load('llm-guard') as {
    LLMGuard: new (options: object) => { validate(text: string): Promise<{ isValid: boolean }> };
  };
  const guard = new LLMGuard({ jailbreak: true, promptInjection: true });
  const { isInputSafe } = load('llmverify') as { isInputSafe: (text: string) => boolean };
  return [
    { name: 'llm-guard', isAttack: async (text) => !(await guard.validate(text)).isValid },
    { name: 'llmverify', isAttack: (text) => !isInputSafe(text) },
  ];
}

function redactionPeers(load: Load): RedactionPeer[] {
  const { Redactor } = load('@redactpii/node') as { Redactor: new () => { redact(text: string): string } };
  const { SyncRedactor } = load('redact-pii') as { SyncRedactor: new () => { redact(text: string): string } };
  const { pii } = load('@openai/guardrails') as {
    pii: (context: object, text: string, config: object) => Promise<{ info: { checked_text?: string } }>;
  };
  const ours = new Redactor();
  const other = new SyncRedactor();
  return [
    { name: '@redactpii/node', redact: (text) => ours.redact(text) },
    { name: 'redact-pii', redact: (text) => other.redact(text) },
    {
      name: '@openai/guardrails (pii)',
      redact: async (text) => (await pii({}, text, PII_CONFIG)).info.checked_text ?? text,
    },
  ];
}

const PII_CONFIG = {
  entities: ['CREDIT_CARD', 'PHONE_NUMBER', 'EMAIL_ADDRESS', 'IBAN_CODE', 'US_SSN', 'IP_ADDRESS'],
  block: false,
};
