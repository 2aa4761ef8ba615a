import { generateKeyPairSync, sign, verify } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { Jwks } from 'aws-jwt-verify/jwk';
import { buildSync } from 'esbuild';
import type * as authorizerModule from '../lambda/identity/authorizer';
import type * as keysModule from '../lambda/identity/jwks-cache';
import { SCOPE_TABLE, SCOPES } from '../lib/private/scope-table';
import type { Bench, BenchRow } from './bench';

const ISSUER = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_bench';
const BUNDLE = path.join(__dirname, '..', 'assets', 'identity', 'index.mjs');
const TOKENS = 4_000;
const CALLS = 400;
const ROUNDS = 25;

/** The code as it ships: one minified module, and not the many small ones of a development run. */
async function shipped(): Promise<
  Pick<typeof authorizerModule, 'createHandler'> & Pick<typeof keysModule, 'BoundedJwksCache'>
> {
  const lambda = path.join(__dirname, '..', 'lambda', 'identity');
  const { outputFiles } = buildSync({
    stdin: {
      contents: `export { createHandler } from './authorizer'; export { BoundedJwksCache } from './jwks-cache';`,
      resolveDir: lambda,
      loader: 'ts',
    },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    mainFields: ['module', 'main'],
    minify: true,
    write: false,
  });
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'authorizer-bench-'));
  try {
    const file = path.join(folder, 'index.cjs');
    fs.writeFileSync(file, outputFiles[0]?.text ?? '');
    return (await import(file)) as Awaited<ReturnType<typeof shipped>>;
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

/** Mean CPU time of one call, in microseconds: what others do on the machine counts for little. */
async function meanMicros(calls: number, run: (at: number) => unknown): Promise<number> {
  const start = process.cpuUsage();
  for (let at = 0; at < calls; at += 1) await run(at);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / calls;
}

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] as number;

async function run(): Promise<readonly BenchRow[]> {
  const { createHandler, BoundedJwksCache } = await shipped();
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const keys = {
    keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256', use: 'sig' }],
  } as unknown as Jwks;
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  // the claims of a real machine token, after the trigger.
  const tokens = Array.from({ length: TOKENS }, (_, at) => {
    const claims = {
      sub: '1example23456789example1234',
      token_use: 'access',
      scope: 'llm/chat llm/embed',
      auth_time: now,
      iss: ISSUER,
      exp: now + 3600,
      iat: now,
      version: 2,
      jti: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
      client_id: '1example23456789example1234',
      tenant: 'acme',
      roles: ['developer'],
    };
    const input = `${part({ kid: 'k', alg: 'RS256' })}.${part(claims)}`;
    const signature = sign('sha256', Buffer.from(input), privateKey);
    return { input: Buffer.from(input), signature, header: `Bearer ${input}.${signature.toString('base64url')}` };
  });

  const authorizer = () =>
    createHandler(
      {
        issuers: [
          {
            issuer: ISSUER,
            jwksUri: `${ISSUER}/.well-known/jwks.json`,
            algorithms: ['RS256'],
            tokenUse: 'access',
            clientClaims: ['client_id'],
            tenantClaim: 'tenant',
            rolesClaim: 'roles',
          },
        ],
        scopeTable: SCOPE_TABLE,
        roles: [{ name: 'developer', scopes: [...SCOPES] }],
        stackId: 'arn:aws:cloudformation:eu-central-1:111122223333:stack/Llm/0',
        stackName: 'LlmApi',
      },
      {
        nowMs: () => Date.now(),
        keys: new BoundedJwksCache({ nowMs: () => Date.now(), fetchKeys: async () => keys }),
        emit: () => undefined,
      },
    );
  const event = (at: number) => ({
    methodArn: 'arn:aws:execute-api:eu-central-1:111122223333:abcdef1234/v1/POST/chat/completions',
    multiValueHeaders: { Authorization: [(tokens[at % TOKENS] as (typeof tokens)[number]).header] },
  });

  const baseline = (at: number) => {
    const { input, signature } = tokens[at % TOKENS] as (typeof tokens)[number];
    if (!verify('sha256', input, publicKey, signature)) throw new Error('the baseline must verify');
  };
  const warm = authorizer();
  for (let at = 0; at < TOKENS; at += 1) {
    await warm(event(at));
    baseline(at);
  }

  // each round measures all three beside each other: what slows one round down slows all of it.
  const rounds: { raw: number; fresh: number; cached: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const cold = authorizer();
    await cold(event(0));
    const offset = ((round * CALLS) % (TOKENS - CALLS)) + 1;
    rounds.push({
      raw: await meanMicros(CALLS, (at) => baseline(offset + at)),
      fresh: await meanMicros(CALLS, (at) => cold(event(offset + at))),
      cached: await meanMicros(CALLS * 4, () => cold(event(offset + CALLS - 1))),
    });
  }

  return [
    { name: 'raw RS256 verification', value: median(rounds.map(({ raw }) => raw)), unit: 'µs CPU' },
    { name: 'authorizer, token not seen before', value: median(rounds.map(({ fresh }) => fresh)), unit: 'µs CPU' },
    {
      name: 'authorizer / raw, median of the rounds',
      value: median(rounds.map(({ fresh, raw }) => fresh / raw)),
      unit: '×',
      baseline: 'raw RS256 verification',
      limit: 3,
    },
    {
      name: 'authorizer, token seen before',
      value: median(rounds.map(({ cached }) => cached)),
      unit: 'µs CPU',
      limit: 10,
    },
    ...bundleRow(),
  ];
}

function bundleRow(): BenchRow[] {
  if (!fs.existsSync(BUNDLE)) throw new Error(`${BUNDLE} is missing: run 'npm run bundle' first`);
  return [{ name: 'authorizer bundle', value: fs.statSync(BUNDLE).size / 1024, unit: 'KB', limit: 30 }];
}

const bench: Bench = {
  name: 'authorizer',
  summary: 'verification of a token against the bare signature check, a remembered token, and the size of the bundle',
  run,
};
export default bench;
