import * as path from 'node:path';
import { App } from 'aws-cdk-lib';
import { Compliance } from '../lib/compliance/compliance';
import { ConfigError } from '../lib/config/config-problem';
import { loadConfig } from '../lib/config/load-config';
import { HardenedLlmApiStack } from '../lib/hardened-llm-api-stack';
import { placeholdersAllowed } from '../lib/private/function-bundle';

try {
  if (placeholdersAllowed()) {
    const problem = { path: 'value', expected: 'nothing outside of unit tests', got: '1' };
    throw new ConfigError('LLM_API_PLACEHOLDER_ASSETS', [problem]);
  }
  const app = new App();
  const config = loadConfig(path.resolve(app.node.tryGetContext('config') ?? 'llm-api.config.json'));
  const { llmApi } = new HardenedLlmApiStack(app, app.node.tryGetContext('stackName') ?? 'HardenedLlmApi', { config });

  // what is found and not in the list stops the synth, and with it every deployment.
  Compliance.enforce(app, { acknowledgements: llmApi.acknowledgements() });
  app.synth();
} catch (error) {
  const name = error instanceof Error ? error.name : '';
  // CDK has printed what failed, and a wrong config is the user's to mend: a stack trace of ours helps with neither.
  if (!(error instanceof ConfigError) && name !== 'ValidationFailed') throw error;
  console.error((error as Error).message);
  process.exitCode = 1;
}
