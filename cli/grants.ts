import { resolve } from 'node:path';
import { deploymentDocument } from '../lib/gateway/deployment-document';
import type { GatewayDeployment } from '../lib/gateway/deployment';
import { ConfigError } from '../lib/config/config-problem';
import { loadConfig } from '../lib/config/load-config';
import { CommandError } from './command-error';

/** Reads what the config grants: tiers, roles and models, as the gateway is deployed with them. */
export function readGrants(file: string): GatewayDeployment {
  try {
    return deploymentDocument(loadConfig(resolve(file)));
  } catch (error) {
    if (error instanceof ConfigError) throw new CommandError(error.message);
    throw error;
  }
}
