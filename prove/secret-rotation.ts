import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { CreateSecretCommand, GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { stageKey } from '../cli/credentials/upstream-secret';
import { emulatorConfig } from '../cli/target';
import { formatUpstreamKey } from '../lambda/core/upstream-key';
import { awsSecretVersions } from '../lambda/credentials/aws-secret-versions';
import { createRotation } from '../lambda/credentials/rotation';
import { tryKey } from '../lambda/credentials/try-key';
import { openAiProvider } from '../lambda/gateway/models/openai';
import { upstreamKeys } from '../lambda/gateway/models/upstream-keys';
import { startOwnEmulator } from '../local/emulator/own-emulator';
import type { RotatedUpstream } from '../lib/credentials/env';
import type { Proof } from './proof';

const STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'];
const BASE_URL = 'https://llm.example/v1';
const keyNamed = (name: string): string => `upstream-canary-${name}`;

/** An upstream that takes some keys and says so to nobody else. */
async function startUpstream() {
  const accepted = new Set<string>();
  const calls: { readonly key: string; readonly taken: boolean }[] = [];
  const server = createServer((request, response) => {
    const key = (request.headers.authorization ?? '').replace(/^Bearer /, '');
    const taken = accepted.has(key);
    calls.push({ key, taken });
    request.resume();
    response.writeHead(taken ? 200 : 401, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(
        taken
          ? { data: [{ embedding: [1] }], usage: { prompt_tokens: 1 }, choices: [{ message: { content: 'yes' } }] }
          : { error: { code: 'invalid_api_key' } },
      ),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('upstream: expected a port');
  const local = `http://127.0.0.1:${address.port}/v1`;
  const fetchIt: typeof fetch = (url, init) => fetch(String(url).replace(BASE_URL, local), init);
  return { accepted, calls, fetchIt, stop: () => server.close() };
}

/** Keys are replaced under a gateway that goes on answering, and a key that does not serve never becomes current. */
const proof: Proof = {
  name: 'secret-rotation',
  summary: 'a new upstream key is tried before the switch, a gateway follows without a restart or a lost request',
  seconds: 15,
  inTest: true,
  standalone: true,
  async run({ say }) {
    const emulator = await startOwnEmulator('secret-rotation');
    const logFile = join(emulator.scratch, 'emulator.log');
    const upstream = await startUpstream();
    try {
      const config = emulatorConfig(emulator.endpoint, 'us-east-1');
      const client = new SecretsManagerClient(config);
      const { ARN } = await client.send(
        new CreateSecretCommand({ Name: 'upstream', SecretString: '{"placeholder":true,"apiKey":"nothing-yet"}' }),
      );
      const secretArn = ARN!;
      const written: string[] = [];
      const rotated: RotatedUpstream = {
        secretArn,
        baseUrl: BASE_URL,
        models: [
          { modelId: 'chat', kind: 'chat' },
          { modelId: 'vectors', kind: 'embedding' },
        ],
      };
      const rotation = createRotation([rotated], {
        secrets: awsSecretVersions(client),
        tryKey: (which, key) => tryKey(upstream.fetchIt, which, key),
        emit: (line) => void written.push(JSON.stringify(line)),
      });
      const rotate = async (): Promise<boolean> => {
        const ClientRequestToken = randomUUID();
        try {
          // each step twice: Secrets Manager may repeat any.
          for (const Step of STEPS.flatMap((step) => [step, step])) {
            await rotation({ Step, SecretId: secretArn, ClientRequestToken });
          }
          return true;
        } catch (error) {
          written.push(String(error));
          return false;
        }
      };
      const stage = (name: string) => stageKey(config, secretArn, formatUpstreamKey({ apiKey: keyNamed(name) }));
      const current = async () =>
        (await client.send(new GetSecretValueCommand({ SecretId: secretArn }))).SecretString ?? '';

      const keys = upstreamKeys(async (SecretId, VersionStage) => {
        try {
          return (await client.send(new GetSecretValueCommand({ SecretId, VersionStage }))).SecretString;
        } catch {
          return undefined;
        }
      }, Date.now);
      const provider = openAiProvider({ ...keys, fetch: upstream.fetchIt });
      const ask = (): Promise<boolean> =>
        provider
          .embed(
            { name: 'm', provider: 'openai-compatible', modelId: 'vectors', baseUrl: BASE_URL, secretArn } as never,
            { model: 'm', inputs: ['a'], signal: AbortSignal.timeout(10_000) },
          )
          .then(
            () => true,
            (error: unknown) => {
              written.push(String(error));
              return false;
            },
          );

      const checks: Record<string, boolean> = {};
      checks.emptySecretServesNothing = !(await ask()) && upstream.calls.length === 0;
      checks.nothingStagedIsRefused = !(await rotate());

      await stage('one');
      upstream.accepted.add(keyNamed('one'));
      checks.firstKeyServes = (await rotate()) && (await ask());

      await stage('typo');
      checks.badKeyNeverBecomesCurrent =
        !(await rotate()) && (await current()).includes(keyNamed('one')) && (await ask());

      await stage('two');
      upstream.accepted.add(keyNamed('two'));
      let lost = 0;
      let asked = 0;
      let going = true;
      const load = (async () => {
        while (going) {
          asked += 1;
          if (!(await ask())) lost += 1;
        }
      })();
      checks.rotatedUnderLoad = await rotate();
      // the overlap ends: the old key is taken away at the provider.
      upstream.accepted.delete(keyNamed('one'));
      await new Promise((resolve) => setTimeout(resolve, 300));
      going = false;
      await load;
      checks.newKeyIsUsed = upstream.calls.at(-1)?.key === keyNamed('two') && upstream.calls.at(-1)?.taken === true;

      // an upstream that learns of the new key late, after it was tried.
      await stage('three');
      upstream.accepted.add(keyNamed('three'));
      const third = await rotate();
      upstream.accepted.delete(keyNamed('three'));
      const fresh = openAiProvider({
        ...upstreamKeys(
          async (SecretId, VersionStage) =>
            (await client.send(new GetSecretValueCommand({ SecretId, VersionStage }))).SecretString,
          Date.now,
        ),
        fetch: upstream.fetchIt,
      });
      const before = upstream.calls.length;
      await fresh.embed(
        { name: 'm', provider: 'openai-compatible', modelId: 'vectors', baseUrl: BASE_URL, secretArn } as never,
        { model: 'm', inputs: ['a'], signal: AbortSignal.timeout(10_000) },
      );
      checks.fallsBackOnTheKeyBefore =
        third &&
        upstream.calls
          .slice(before)
          .map(({ key }) => key)
          .join() === [keyNamed('three'), keyNamed('two')].join();

      const spilled = [...written, readFileSync(logFile, 'utf8')].filter((text) => text.includes('upstream-canary-'));
      checks.noKeyInLogsOrErrors = spilled.length === 0;
      for (const [name, holds] of Object.entries(checks)) if (!holds) say(`does not hold: ${name}`);
      return {
        holds: Object.values(checks).every(Boolean) && lost === 0 && asked > 0,
        figures: { ...checks, requestsDuringRotation: asked, lostRequests: lost },
        conditions:
          "Secrets Manager of the emulator, whose RotateSecret calls no function: the four steps were driven here, each twice; the rotation's and the gateway's own code; an upstream on loopback",
      };
    } finally {
      upstream.stop();
      await emulator.stop();
    }
  },
};

export default proof;
