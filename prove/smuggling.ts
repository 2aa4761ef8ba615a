import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { corpus, type RawCase } from './smuggling/corpus';
import { fetchToken } from '../cli/access-token';
import type { Proof, ProofContext, ProofResult } from './proof';

/** An address that a caller claims to come from; it must turn up nowhere. */
const CLAIMED_ADDRESS = '203.0.113.77';
const ACCESS_LOG = join(__dirname, '..', '.local', 'access.log');
/** A connection on which nothing has come for so long has said all; an answer of the model may take longer. */
const SILENCE_MS = { refused: 4_000, served: 20_000 };
/** Connections at once. */
const AT_ONCE = 10;

/** Sends bytes as they are, and returns the status of every answer that comes back on the connection. */
function statusesOf(url: URL, { bytes, answered }: RawCase): Promise<readonly number[]> {
  return new Promise((resolve) => {
    const socket = connect(Number(url.port), url.hostname);
    const chunks: Buffer[] = [];
    const done = (): void => {
      socket.destroy();
      // a body never begins a line like this: bodies are JSON.
      const found = Buffer.concat(chunks)
        .toString('latin1')
        .matchAll(/^HTTP\/1\.[01] (\d{3})/gm);
      resolve([...found].map(([, status]) => Number(status)));
    };
    socket.setTimeout(answered.includes(200) ? SILENCE_MS.served : SILENCE_MS.refused, done);
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', done);
    socket.on('close', done);
    socket.write(bytes);
  });
}

/** Why an answer is not as it must be; nothing when it is. */
function wrongWith({ answered, most = 1 }: RawCase, statuses: readonly number[]): string | undefined {
  const served = statuses.filter((status) => status === 200).length;
  if (statuses.length > most) return `${statuses.length} answers to one request`;
  if (served > 0 && !answered.includes(200)) return 'it was served';
  // a connection that is closed without a word is a refusal, too.
  if (statuses.some((status) => !answered.includes(status)))
    return `${statuses.join(', ')}, not ${answered.join(' or ')}`;
  if (statuses.length === 0 && answered.includes(200)) return 'no answer';
  return undefined;
}

async function prove({ localApi, say }: ProofContext): Promise<ProofResult> {
  const api = await localApi();
  const url = new URL(api.baseUrl);
  const token = await fetchToken(api.tokenUrl, api);
  const cases = corpus({ host: url.host, token, model: api.model, claimedAddress: CLAIMED_ADDRESS });
  const failures: string[] = [];
  let served = 0;
  const judge = async (each: RawCase): Promise<void> => {
    const statuses = await statusesOf(url, each);
    served += statuses.filter((status) => status === 200).length;
    const wrong = wrongWith(each, statuses);
    if (wrong === undefined) return;
    failures.push(each.name);
    say(`does not hold: ${each.name}: ${wrong}`);
  };
  const left = [...cases];
  const worker = async (): Promise<void> => {
    for (let each = left.shift(); each; each = left.shift()) await judge(each);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const trusted = readFileSync(ACCESS_LOG, 'utf8').includes(CLAIMED_ADDRESS);
  if (trusted) failures.push('a claimed address is in the access log');
  return {
    holds: failures.length === 0 && served > 0,
    figures: { rawRequests: cases.length, served, failures: failures.length, claimedAddressBelieved: trusted },
    conditions:
      "THREATS 11: raw bytes to the running local API, whose edge reads HTTP with Node's parser; API Gateway has its own, which needs an AWS account to be shown. What our own code does with repeated headers is shown by test/gateway/bad-input.test.ts and test/identity",
  };
}

const proof: Proof = {
  name: 'smuggling',
  summary: 'THREATS 11: smuggled requests, repeated headers and claimed addresses get nothing',
  seconds: 25,
  inTest: true,
  run: prove,
};

export default proof;
