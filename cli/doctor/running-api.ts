import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fetchToken } from '../access-token';
import type { LocalApi } from '../local-endpoint';
import { emulatorConfig } from '../target';
import type { LocalPorts } from './local';

/** The doctor's view of the API that runs on this machine. */
export function runningApi(directory: string, endpoint: LocalApi | undefined): LocalPorts {
  const {
    baseUrl,
    tokenUrl = '',
    awsEndpoint = '',
    region = '',
    stackName,
    clientId,
    clientSecret,
    model,
  } = {
    ...endpoint,
  };
  return {
    baseUrl,
    emulatorAnswers: async () => {
      const answer = await fetch(`${awsEndpoint}/_ministack/health`).catch(() => undefined);
      return answer?.ok === true;
    },
    stackStatus: async () => {
      const client = new CloudFormationClient(emulatorConfig(awsEndpoint, region));
      const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
      return Stacks?.[0]?.StackStatus;
    },
    token: () => fetchToken(tokenUrl, { clientId: clientId ?? '', clientSecret: clientSecret ?? '' }),
    call: async (token) => {
      const answer = await fetch(`${baseUrl}/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ model, max_tokens: 1, messages: [{ role: 'user', content: 'hello' }] }),
      });
      await answer.text();
      return answer.status;
    },
    ledger: () => {
      const file = join(directory, '.local', 'ledger.json');
      if (!existsSync(file)) return undefined;
      return (JSON.parse(readFileSync(file, 'utf8')) as { counts: Readonly<Record<string, number>> }).counts;
    },
  };
}
