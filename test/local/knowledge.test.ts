import { App } from 'aws-cdk-lib';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '../../lib/config/load-config';
import { HardenedLlmApiStack } from '../../lib/hardened-llm-api-stack';
import { Profile } from '../../lib/profile';
import type { Template } from '../../local/deploy/template';
import { REFUSED_TYPES } from '../../local/deploy/emulated-types';
import { VARIANTS } from '../access/variants';
import { synthStack } from '../synth';
import { fidelityOf, KNOWLEDGE, type Fidelity } from '../../local/ledger/knowledge';

const ROOT = join(__dirname, '..', '..');
const PYTHON = [join(ROOT, '.venv', 'bin', 'python')].find(existsSync);

function templateOf(profile: Profile): Template {
  const config = loadConfig(join(ROOT, 'llm-api.config.json'));
  const app = new App({ context: { 'aws:cdk:disable-asset-staging': true } });
  const stack = new HardenedLlmApiStack(app, 'Known', {
    config: { ...config, profile },
    env: { account: '000000000000', region: 'us-east-1' },
  });
  return app.synth({ skipValidation: true }).getStackByName(stack.stackName).template as Template;
}

/** Types and properties that nobody has said anything of. */
function unknownOf({ Resources }: Template): string[] {
  const unknown = Object.values(Resources).flatMap(({ Type, Properties = {} }) => [
    ...(Type in KNOWLEDGE ? [] : [Type]),
    ...Object.keys(Properties)
      .filter((property) => fidelityOf(Type, property) === undefined)
      .map((property) => `${Type}.${property}`),
  ]);
  return [...new Set(unknown)].sort();
}

describe('the ledger', () => {
  test.each([Profile.PRODUCTION, Profile.TRIAL])('knows every type and property of the %s template', (profile) => {
    expect(unknownOf(templateOf(profile))).toEqual([]);
  });

  // an upstream outside AWS with its ways out, guardrails, and keys that are rotated: what the shipped config leaves out.
  test.each([
    ['every provider', 'AWS::Route53Resolver::FirewallRuleGroup'],
    ['mandatory guardrails', 'AWS::Bedrock::Guardrail'],
    ['rotated upstream keys', 'AWS::SecretsManager::RotationSchedule'],
  ])('knows every type and property of the stack of %s, %s among them', (name, own) => {
    const { app, stack } = synthStack(VARIANTS[name]!);
    const template = app.synth({ skipValidation: true }).getStackByName(stack.stackName).template as Template;
    expect(unknownOf(template)).toEqual([]);
    const types = Object.values(template.Resources).map(({ Type }) => Type);
    expect(types).toContain(own);
  });

  test('says one thing of each property', () => {
    for (const [type, { properties }] of Object.entries(KNOWLEDGE)) {
      const all = (Object.keys(properties) as Fidelity[]).flatMap((fidelity) => [...(properties[fidelity] ?? [])]);
      expect({ type, twice: all.filter((property, index) => all.indexOf(property) !== index) }).toEqual({
        type,
        twice: [],
      });
    }
  });

  test('does not know a property that is new', () => {
    expect(fidelityOf('AWS::KMS::Key', 'QuantumSafe')).toBeUndefined();
    expect(fidelityOf('AWS::Quantum::Key', 'Name')).toBeUndefined();
  });
});

const withEmulator = PYTHON === undefined ? describe.skip : describe;

withEmulator('the pinned emulator', () => {
  test('takes exactly the known types that are not listed as refused', () => {
    const script =
      'from ministack.services.cloudformation.provisioners import _RESOURCE_HANDLERS as H; print("\\n".join(H))';
    const taken = new Set(execFileSync(PYTHON ?? '', ['-c', script], { encoding: 'utf8' }).split('\n'));
    const wronglyRefused = [...REFUSED_TYPES].filter((type) => taken.has(type));
    const wronglyTaken = Object.keys(KNOWLEDGE).filter((type) => !taken.has(type) && !REFUSED_TYPES.has(type));
    expect({ wronglyRefused, wronglyTaken }).toEqual({ wronglyRefused: [], wronglyTaken: [] });
  });
});
