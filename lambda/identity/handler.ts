import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { SimpleFetcher } from 'aws-jwt-verify/https';
import { stackLog } from '../core/log';
import { createHandler } from './authorizer';
import { parseConfig } from './config';
import { BoundedJwksCache } from './jwks-cache';
import { parseKeys } from './parse-keys';

// composition root: the only file here that sees the environment, the network or the clock.
const deployment = readFileSync(path.join(process.env.LAMBDA_TASK_ROOT ?? '.', 'deployment.json'), 'utf8');
// a redirect is not followed; one retry, so at most twice the time below.
const fetcher = new SimpleFetcher({ defaultRequestOptions: { timeout: 1500, responseTimeout: 3000 } });
const nowMs = () => Date.now();

const config = parseConfig(process.env, deployment);

export const handler = createHandler(config, {
  nowMs,
  keys: new BoundedJwksCache({ nowMs, fetchKeys: async (uri) => parseKeys(await fetcher.fetch(uri)) }),
  // as it is: the runtime's console would wrap the line, and CloudWatch would not find the metrics in it.
  emit: stackLog(config.stackName, (line) => void process.stdout.write(line)),
});
