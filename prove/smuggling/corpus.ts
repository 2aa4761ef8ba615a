/** Bytes that are sent as they are, and what they may be answered with. */
export interface RawCase {
  readonly name: string;
  readonly bytes: Buffer;
  /** Statuses that are right; a closed connection is right wherever 200 is not named. */
  readonly answered: readonly number[];
  /**
   * Answers on the connection at most.
   *
   * @default 1
   */
  readonly most?: number;
}

/** What the corpus is made with. */
export interface CorpusInput {
  readonly host: string;
  readonly token: string;
  readonly model: string;
  /** An address that the caller claims to have. */
  readonly claimedAddress: string;
}

type Header = readonly [name: string, value: string];

const PATH = '/v1/chat/completions';
const REFUSED = [400, 401, 403, 404, 405, 408, 411, 413, 414, 415, 417, 431, 500, 501, 505] as const;

/**
 * Requests that two servers in a row might read differently, or that hope for trust in a header.
 *
 * The positive controls are served, so that the refusals are not those of a broken client.
 */
export function corpus({ host, token, model, claimedAddress }: CorpusInput): readonly RawCase[] {
  const body = JSON.stringify({ model, max_tokens: 8, messages: [{ role: 'user', content: 'Hello' }] });
  const authorization: Header = ['Authorization', `Bearer ${token}`];
  const plain: readonly Header[] = [
    ['Host', host],
    ['User-Agent', 'prove'],
    ['Content-Type', 'application/json'],
    authorization,
    ['Connection', 'close'],
  ];
  const length: Header = ['Content-Length', String(Buffer.byteLength(body))];
  const render = (line: string, headers: readonly Header[], content = body): Buffer =>
    Buffer.from(
      `${line}\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${content}`,
      'latin1',
    );
  const post = (headers: readonly Header[], content = body): Buffer =>
    render(`POST ${PATH} HTTP/1.1`, headers, content);
  const without = (name: string): readonly Header[] => plain.filter(([each]) => each !== name);
  const alive = without('Connection');
  // the request that hides behind another one: it would be served if anybody read it.
  const hidden = post([...plain, length]).toString('latin1');
  const chunk = (content: string): string => `${Buffer.byteLength(content, 'latin1').toString(16)}\r\n${content}\r\n`;
  const chunked = `${chunk(body)}0\r\n\r\n`;
  const te = (value: string): Header => ['Transfer-Encoding', value];
  const refused = (name: string, bytes: Buffer): RawCase => ({ name, bytes, answered: REFUSED });
  const served = (name: string, bytes: Buffer): RawCase => ({ name, bytes, answered: [200] });

  return [
    served('positive control: a request with a length', post([...plain, length])),
    served('positive control: a request in chunks', post([...plain, te('chunked')], chunked)),
    {
      name: 'positive control: two requests, one after the other',
      bytes: Buffer.concat([post([...alive, length]), post([...plain, length])]),
      answered: [200],
      most: 2,
    },

    // two ends of one body
    refused(
      'CL.TE: length and chunks, a request behind the last chunk',
      post([...alive, length, te('chunked')], `0\r\n\r\n${hidden}`),
    ),
    refused(
      'TE.CL: a short length and chunks',
      post([...alive, ['Content-Length', '4'], te('chunked')], `${chunk(hidden)}0\r\n\r\n`),
    ),
    refused('TE.TE: chunked and identity', post([...alive, te('chunked'), te('identity')], `0\r\n\r\n${hidden}`)),
    refused('chunked is not the last encoding', post([...alive, te('chunked, identity')], `0\r\n\r\n${hidden}`)),
    ...['xchunked', 'chunked-false', '"chunked"', 'chunked;q=0', 'cow'].map((value) =>
      refused(`an encoding that is none: ${value}`, post([...alive, length, te(value)], `0\r\n\r\n${hidden}`)),
    ),
    refused(
      'a space before the colon',
      Buffer.from(
        `POST ${PATH} HTTP/1.1\r\nHost: ${host}\r\nTransfer-Encoding : chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n${hidden}`,
      ),
    ),
    refused(
      'a folded encoding',
      Buffer.from(
        `POST ${PATH} HTTP/1.1\r\nHost: ${host}\r\nTransfer-Encoding:\r\n chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n${hidden}`,
      ),
    ),
    refused(
      'a tab before the encoding’s name',
      Buffer.from(`POST ${PATH} HTTP/1.1\r\nHost: ${host}\r\n\tTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`),
    ),
    refused('two lengths that differ', post([...alive, length, ['Content-Length', '0']], body + hidden)),
    refused('two lengths that agree', post([...alive, length, length], body)),
    refused('a list of lengths', post([...alive, ['Content-Length', `${length[1]}, 0`]], body + hidden)),
    ...['-1', '+10', '0x10', '1e2', '10 ', '٣', '99999999999999999999', ''].map((value) => ({
      ...refused(
        `a length of '${value}'`,
        Buffer.from(post([...alive, ['Content-Length', value]], body.slice(0, 10)).toString('latin1'), 'latin1'),
      ),
      answered: REFUSED,
    })),
    refused('a chunk of a negative size', post([...alive, te('chunked')], `-1\r\n${body}\r\n0\r\n\r\n${hidden}`)),
    refused(
      'a chunk of a size that overflows',
      post([...alive, te('chunked')], `ffffffffffffffff1\r\n${body}\r\n0\r\n\r\n`),
    ),
    refused(
      'a chunk size with a prefix',
      post([...alive, te('chunked')], `0x${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`),
    ),
    refused(
      'a chunk that ends in a line feed only',
      post([...alive, te('chunked')], `${body.length.toString(16)}\n${body}\n0\n\n${hidden}`),
    ),
    {
      ...refused(
        'a GET with a request in its body',
        render('GET /v1/nothing HTTP/1.1', [...plain, ['Content-Length', String(hidden.length)]], hidden),
      ),
    },

    // the line and the names of headers
    refused(
      'a header name with a null',
      Buffer.from(`POST ${PATH} HTTP/1.1\r\nHost: ${host}\r\nX\u0000: a\r\n\r\n`, 'latin1'),
    ),
    refused(
      'a header value with a bare carriage return',
      post([...plain, ['X-A', 'b\rTransfer-Encoding: chunked'], length]),
    ),
    refused(
      'lines that end in a line feed',
      Buffer.from(
        post([...plain, ['X-A', 'b\nX-B: c'], ['Content-Length', 'x']])
          .toString('latin1')
          .replaceAll('\r\n', '\n'),
        'latin1',
      ),
    ),
    refused('no version', Buffer.from(`GET ${PATH}\r\n\r\n`)),
    refused('a version of its own', render(`POST ${PATH} HTTP/9.9`, [...plain, length])),
    refused('a second request on the line', render(`POST ${PATH} HTTP/1.1 GET /v1/usage HTTP/1.1`, [...plain, length])),
    refused('a method that is none', render(`CHAT ${PATH} HTTP/1.1`, [...plain, length])),
    refused('TRACE', render(`TRACE ${PATH} HTTP/1.1`, plain, '')),
    refused('CONNECT', render(`CONNECT ${host} HTTP/1.1`, plain, '')),
    refused('an upgrade to HTTP/2', Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')),
    refused('two hosts', post([['Host', 'evil.example'], ...plain, length])),
    refused('no host', post([...without('Host'), length])),
    refused(
      'headers without end',
      Buffer.from(`POST ${PATH} HTTP/1.1\r\nHost: ${host}\r\n${'X-A: b\r\n'.repeat(20_000)}\r\n`),
    ),

    // repeated headers that decide
    refused('two tokens, both good', post([...plain, authorization, length])),
    refused('a good token and a bad one', post([...plain, ['Authorization', 'Bearer bad'], length])),
    refused('a bad token and a good one', post([['Authorization', 'Bearer bad'], ...plain, length])),
    refused('a token in another spelling of the name, too', post([...plain, ['AUTHORIZATION', 'Bearer bad'], length])),
    refused('two content types', post([...plain, ['Content-Type', 'text/plain'], length])),
    refused('a content encoding', post([...plain, ['Content-Encoding', 'gzip'], length])),

    // headers that hope for trust
    served(
      'a method override',
      post([...plain, ['X-HTTP-Method-Override', 'DELETE'], ['X-Method-Override', 'GET'], length]),
    ),
    refused(
      'an override that makes a GET a POST',
      render(`GET ${PATH} HTTP/1.1`, [...plain, ['X-HTTP-Method-Override', 'POST'], length]),
    ),
    refused(
      'an override of the path',
      render('POST /v1/nothing HTTP/1.1', [...plain, ['X-Original-URL', PATH], ['X-Rewrite-URL', PATH], length]),
    ),
    served(
      'a claimed address',
      post([
        ...plain,
        ['X-Forwarded-For', claimedAddress],
        ['X-Real-IP', claimedAddress],
        ['Forwarded', `for=${claimedAddress}`],
        length,
      ]),
    ),
    refused(
      'an authorizer’s answer in headers',
      post([...without('Authorization'), ['tenant', 'demo'], ['x-amzn-authorizer', '{"tenant":"demo"}'], length]),
    ),
    refused(
      'a token in the query',
      render(`POST ${PATH}?access_token=${token} HTTP/1.1`, [...without('Authorization'), length]),
    ),
    refused(
      'a token in a cookie',
      post([...without('Authorization'), ['Cookie', `Authorization=Bearer ${token}`], length]),
    ),

    // another way to the same path
    ...[
      '//v1/chat/completions',
      '/v1//chat/completions',
      '/V1/chat/completions',
      '/v1/chat/completions/',
      '/v1/chat/./completions',
      '/v1/x/../chat/completions',
      '/v1/chat%2fcompletions',
      '/v1/chat/completions%00',
      '/v1;x/chat/completions',
      '\\v1\\chat\\completions',
    ].map((path) =>
      // whether the path is known or not: without a token nothing is served.
      refused(`${path}, without a token`, render(`POST ${path} HTTP/1.1`, [...without('Authorization'), length])),
    ),
  ];
}
