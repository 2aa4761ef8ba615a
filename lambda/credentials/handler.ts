import { LambdaClient } from '@aws-sdk/client-lambda';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { logLine } from '../core/log';
import { awsSecretVersions } from './aws-secret-versions';
import { parseConfig } from './config';
import { functionIssuer } from './function-issuer';
import { createRotation } from './rotation';
import { tryKey } from './try-key';

// composition root: the only file here that sees the environment, the SDK or the network.
const { upstreams, issuerFunctionArn } = parseConfig(process.env);

/** The rotation function of the upstreams' keys. */
export const handler = createRotation(upstreams, {
  secrets: awsSecretVersions(new SecretsManagerClient({})),
  tryKey: (upstream, apiKey) => tryKey(fetch, upstream, apiKey),
  ...(issuerFunctionArn !== undefined && { issuer: functionIssuer(new LambdaClient({}), issuerFunctionArn) }),
  emit: (line) => void process.stdout.write(`${logLine(line)}\n`),
});
