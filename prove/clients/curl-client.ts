import { spawn } from 'node:child_process';
import { EXPECTED_ERRORS, type ClientInput, type Outcome } from './outcome';

const CLIENT = 'curl';

interface Answer {
  readonly status: number;
  readonly headers: string;
  readonly body: string;
}

/** Every call with curl. */
export async function curlClient(input: ClientInput): Promise<readonly Outcome[]> {
  const { baseUrl, model, token } = input;
  const chat = (content: string, more: object = {}): string =>
    JSON.stringify({ model, messages: [{ role: 'user', content }], ...more });
  const post = (body: string, as: string | undefined = token, ...more: string[]): Promise<Answer> =>
    curl(
      [
        `${baseUrl}/chat/completions`,
        '-H',
        'Content-Type: application/json',
        '--data-binary',
        '@-',
        ...bearer(as),
        ...more,
      ],
      body,
    );
  const outcomes: Outcome[] = [];
  const add = (call: string, ok: boolean, { status, body }: Answer): void =>
    void outcomes.push({ client: CLIENT, call, ok, got: `${status} ${body.slice(0, 160)}` });

  const plain = await post(chat('What is the capital of France?'));
  add('chat', plain.status === 200 && plain.body.includes('Paris'), plain);
  const stream = await post(chat('[[n=8]]', { stream: true }), token, '-N');
  add('stream', stream.body.includes('tok7') && stream.body.trimEnd().endsWith('data: [DONE]'), stream);
  const tool = { type: 'function', function: { name: 'get_weather', parameters: { type: 'object', properties: {} } } };
  const tools = await post(chat('What is the weather? [[tool={"city":"Oslo"}]]', { tools: [tool] }));
  add('tools', tools.body.includes('"tool_calls"') && tools.body.includes('Oslo'), tools);
  const models = await curl([`${baseUrl}/models`, ...bearer(token)]);
  add('models', models.body.includes(`"${model}"`), models);

  const refusals: Readonly<Record<string, () => Promise<Answer>>> = {
    'no token': () => post(chat('hi'), ''),
    'wrong token': () => post(chat('hi'), 'a.b.c'),
    'blocked content': () => post(chat(input.attack)),
    'too large': () => post(chat(input.tooLarge)),
    'over the limit': () => post(chat('hi'), input.limitedToken),
  };
  for (const { call, status, code, requestId } of EXPECTED_ERRORS) {
    const answer = (await refusals[call]?.()) ?? { status: 0, headers: '', body: '' };
    const named = !requestId || /^x-request-id: \S+/im.test(answer.headers);
    const waits = status !== 429 || /^retry-after: [1-9]/im.test(answer.headers);
    add(call, answer.status === status && answer.body.includes(`"code":"${code}"`) && named && waits, answer);
  }
  // without a length the web ACL cannot tell: the guard counts the bytes, and there the request has an id.
  const chunked = await post(chat(input.tooLarge), token, '-H', 'Transfer-Encoding: chunked');
  add('too large, chunked', chunked.status === 413 && /^x-request-id: \S+/im.test(chunked.headers), chunked);
  return outcomes;
}

function bearer(token: string): string[] {
  return token === '' ? [] : ['-H', `Authorization: Bearer ${token}`];
}

function curl(args: readonly string[], body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = spawn('curl', ['-s', '-i', '--max-time', '60', '-H', 'Expect:', ...args]);
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const cut = text.indexOf('\r\n\r\n');
      const headers = text.slice(0, cut);
      resolve({ status: Number(/^HTTP\/\S+ (\d+)/.exec(headers)?.[1] ?? 0), headers, body: text.slice(cut + 4) });
    });
    // an answer may come before the whole body is read.
    child.stdin.on('error', () => undefined);
    child.stdin.end(body);
  });
}
