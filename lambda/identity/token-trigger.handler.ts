import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { TokenTriggerEnv } from '../../lib/identity/env';
import { clientOwnerTable } from './client-owner-table';
import { createTokenTrigger } from './token-trigger';

// composition root: the only file here that sees the environment or the SDK.
const name: keyof TokenTriggerEnv = 'TENANT_TABLE';
const tableName = process.env[name];
if (tableName === undefined || tableName === '') throw new Error(`${name}: must be set, got nothing`);

// Cognito waits five seconds in all: two tries that each leave time for the other.
const client = new DynamoDBClient({
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 1500, throwOnRequestTimeout: true },
});

export const handler = createTokenTrigger({ ownerOf: clientOwnerTable(client, tableName) });
