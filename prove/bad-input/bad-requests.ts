import { gzipSync } from 'node:zlib';

/** A request that must be refused with a clear error, before the model. */
export interface BadRequest {
  readonly name: string;
  readonly body: Buffer | string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status: readonly number[];
}

/** The bad requests; each body holds the canary, which must never show up in a log. */
export function badRequests(model: string, canary: string): readonly BadRequest[] {
  const message = { role: 'user', content: canary };
  const request = (more: object = {}): string => JSON.stringify({ model, messages: [message], ...more });
  const content = (value: unknown): string => JSON.stringify({ model, messages: [{ role: 'user', content: value }] });
  const tool = (parameters: unknown): string =>
    request({ tools: [{ type: 'function', function: { name: 'get_weather', parameters } }] });
  const bad = (name: string, body: Buffer | string, status = 400, headers?: BadRequest['headers']): BadRequest => ({
    name,
    body,
    headers,
    status: [status],
  });
  return [
    bad('no body', ''),
    bad('malformed JSON', `{"model":"${model}","messages":[{"role":"user","content":"${canary}"`),
    bad('JSON and more', `${request()} ${canary}`),
    bad('not an object', JSON.stringify([canary])),
    bad('a duplicate key', `{"model":"${canary}","model":"${model}","messages":[]}`),
    bad(
      'a duplicate key, escaped',
      `{"model":"${model}","messages":[{"role":"user","content":"${canary}","c\\u006fntent":"x"}]}`,
    ),
    bad('a comment', `{/* ${canary} */"model":"${model}"}`),
    bad('NaN', `{"model":"${model}","messages":[{"role":"user","content":"${canary}"}],"temperature":NaN}`),
    bad('no model', JSON.stringify({ messages: [message] })),
    bad('no messages', JSON.stringify({ model, user: canary })),
    bad('empty messages', JSON.stringify({ model, messages: [], user: canary })),
    bad('a model that is a number', JSON.stringify({ model: 7, messages: [message] })),
    bad('messages that are a text', JSON.stringify({ model, messages: canary })),
    bad('a message without a role', JSON.stringify({ model, messages: [{ content: canary }] })),
    bad('a role that is none', JSON.stringify({ model, messages: [{ role: canary, content: 'x' }] })),
    bad('content that is a number', content(42)),
    bad('content that is an object', content({ text: canary })),
    bad('a temperature of text', request({ temperature: 'hot' })),
    bad('max_tokens below zero', request({ max_tokens: -1 })),
    bad('max_tokens of a fraction', request({ max_tokens: 1.5 })),
    bad('stream that is a text', request({ stream: 'yes' })),
    bad('10,000 messages', JSON.stringify({ model, messages: Array.from({ length: 10_000 }, () => message) })),
    bad(
      'a JSON of 100,000 levels',
      `{"model":"${model}","user":"${canary}","metadata":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
    ),
    bad('10 MB', request({ user: 'x'.repeat(10 * 1024 * 1024 - 300) }), 413),
    bad('11 MB', request({ user: 'x'.repeat(11 * 1024 * 1024) }), 413),
    bad('2 MB', content(`${canary} ${'x'.repeat(2 * 1024 * 1024)}`), 413),
    bad('gzip', gzipSync(request()), 415, { 'content-encoding': 'gzip' }),
    bad('a false gzip', request(), 415, { 'content-encoding': 'br' }),
    bad('UTF-16', Buffer.from(request(), 'utf16le')),
    bad('UTF-16 with a mark', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(request(), 'utf16le')])),
    bad('a lone surrogate', `{"model":"${model}","messages":[{"role":"user","content":"${canary} \\ud800"}]}`),
    bad('a lone low surrogate', `{"model":"${model}","messages":[{"role":"user","content":"\\udc00 ${canary}"}]}`),
    bad('a tool schema that is a text', tool(canary)),
    bad('a tool schema with a type that is none', tool({ type: canary })),
    bad('a tool schema with a bad required', tool({ type: 'object', required: canary })),
    bad('a tool without a name', request({ tools: [{ type: 'function', function: { parameters: {} } }] })),
    bad('an image', content([{ type: 'image_url', image_url: { url: `https://example.com/${canary}.png` } }])),
    bad('audio', content([{ type: 'input_audio', input_audio: { data: 'AAAA', format: 'wav' } }])),
    bad('a file', content([{ type: 'file', file: { file_data: canary } }])),
    bad('a part of an unknown type', content([{ type: canary, text: 'x' }])),
    bad('store', request({ store: true })),
    bad('form data', `model=${model}&content=${canary}`, 415, { 'content-type': 'application/x-www-form-urlencoded' }),
    bad('plain text', canary, 415, { 'content-type': 'text/plain' }),
    bad('another charset', request(), 415, { 'content-type': 'application/json; charset=utf-16' }),
  ];
}
