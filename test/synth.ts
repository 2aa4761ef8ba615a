import * as fs from 'node:fs';
import * as path from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { loadConfig } from '../lib/config/load-config';
import type { LlmApiConfig } from '../lib/config/llm-api-config';
import { HardenedLlmApiStack } from '../lib/hardened-llm-api-stack';
import { Profile } from '../lib/profile';

/** The config that the project ships. */
export const SHIPPED_CONFIG: LlmApiConfig = loadConfig(path.join(__dirname, '..', 'llm-api.config.json'));

/** Feature flags of the project: a template depends on them. */
const { context }: { context: Record<string, unknown> } = JSON.parse(
  fs.readFileSync(path.join(__dirname, '..', 'cdk.json'), 'utf8'),
);

/** The whole stack, as `npx cdk synth` makes it, from the shipped config and some changes. */
export function synthStack(changes: Partial<LlmApiConfig> = {}, id = 'HardenedLlmApi') {
  // where each construct was made is in no template, and to find out takes a tenth of a synth.
  const app = new App({ context: { ...context, 'aws:cdk:disable-creation-stack-traces': true } });
  const stack = new HardenedLlmApiStack(app, id, { config: { ...SHIPPED_CONFIG, ...changes } });
  return { app, stack };
}

/** Template of the whole stack. One synth a `describe`, never one a test. */
export function synthTemplate(changes: Partial<LlmApiConfig> = {}): Template {
  return Template.fromStack(synthStack(changes).stack);
}

/** Changes that make the shipped config a trial. */
export const TRIAL: Partial<LlmApiConfig> = { profile: Profile.TRIAL, retention: {} };
