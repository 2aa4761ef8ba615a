import * as path from 'node:path';
import { App } from 'aws-cdk-lib';
import { ConfigError } from '../lib/config/config-problem';
import { loadConfig } from '../lib/config/load-config';
import { HardenedLlmApiStack } from '../lib/hardened-llm-api-stack';

try {
  const app = new App();
  const file = path.resolve(app.node.tryGetContext('config') ?? 'llm-api.config.json');
  const config = loadConfig(file);
  new HardenedLlmApiStack(app, app.node.tryGetContext('stackName') ?? 'HardenedLlmApi', { config });
  app.synth();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
