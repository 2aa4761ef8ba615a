import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { controlOf } from '../local/api';
import { localAws } from '../local/aws';
import { LOCAL_FOLDER, type LocalEndpoint } from '../local/endpoint';
import { badConfigs } from './bad-input/bad-configs';
import { badRequests, type BadRequest } from './bad-input/bad-requests';
import type { Proof, ProofContext, ProofResult } from './proof';

const proof: Proof = {
  name: 'bad-input',
  summary:
    'Malformed, oversize, undecodable and unjudgeable requests, and a config with each field wrong: a clear error each.',
  seconds: 40,
  inTest: true,
  run,
};

export default proof;

async function run({ localApi, say }: ProofContext): Promise<ProofResult> {
  const endpoint = await localApi();
  const control = controlOf(endpoint);
  const canary = `canary-${randomUUID()}`;
  await control.forget();
  const token = await control.token();

  let failed = 0;
  const requests = badRequests(endpoint.model, canary);
  for (const request of requests) {
    const problem = await send(endpoint, token, request, canary);
    if (problem === undefined) continue;
    failed += 1;
    say(`✘ ${request.name}: ${problem}`);
  }
  const configs = badConfigs();
  for (const { path, ok, got } of configs) if (!ok) say(`✘ config ${path}: ${got}`);
  const wrongConfigs = configs.filter(({ ok }) => !ok).length;

  const modelCalls = (await control.modelCalls()).length;
  // the edge writes its log lines every quarter of a second.
  await sleep(1_000);
  const leaks = await logsWith(endpoint, canary);
  for (const leak of leaks) say(`✘ the body shows up in ${leak}`);
  say(`${requests.length} requests, ${configs.length} config fields`);
  return {
    holds: failed === 0 && wrongConfigs === 0 && modelCalls === 0 && leaks.length === 0,
    figures: {
      requests: requests.length,
      failed,
      configFields: configs.length,
      wrongConfigs,
      modelCalls,
      leaks: leaks.length,
    },
    conditions:
      'the running local API; every log group of the emulator and every log file of the local run searched for a canary that was in each body',
  };
}

/** What was wrong with the answer; `undefined` for a clear refusal. */
async function send(
  { baseUrl }: LocalEndpoint,
  token: string,
  { body, headers, status }: BadRequest,
  canary: string,
): Promise<string | undefined> {
  let answer: Response;
  try {
    answer = await fetch(`${baseUrl}/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : new Uint8Array(body),
    });
  } catch (error) {
    return `expected ${status.join(' or ')}, got no answer: ${String((error as Error).cause)}`;
  }
  const text = await answer.text();
  if (!status.includes(answer.status))
    return `expected ${status.join(' or ')}, got ${answer.status} ${text.slice(0, 160)}`;
  if (text.includes(canary)) return 'the error echoes the input';
  const { error } = JSON.parse(text) as { error?: { message?: string; type?: string; code?: string } };
  if (!error?.message || !error.type || !error.code)
    return `expected an error in OpenAI's shape, got ${text.slice(0, 160)}`;
  return undefined;
}

/** Log groups and files that hold the canary. */
async function logsWith({ awsEndpoint, region }: LocalEndpoint, canary: string): Promise<readonly string[]> {
  const logs = new CloudWatchLogsClient(localAws(awsEndpoint, region));
  const found: string[] = [];
  try {
    const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({}));
    for (const { logGroupName } of logGroups) {
      const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName, limit: 10_000 }));
      // the echo function stands for API Gateway here: it prints nothing of its event.
      if (events.some(({ message }) => message?.includes(canary))) found.push(logGroupName ?? '');
    }
  } finally {
    logs.destroy();
  }
  for (const name of ['access.log', 'trouble.log', 'serve.log', 'emulator.log']) {
    const file = join(LOCAL_FOLDER, name);
    if (existsSync(file) && readFileSync(file, 'utf8').includes(canary)) found.push(name);
  }
  return found;
}
