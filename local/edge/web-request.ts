/** A request as the web ACL sees it. Header names are in lower case; text is Latin-1, one character a byte. */
export interface WebRequest {
  readonly method: string;
  /** Path without the query, as sent. */
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The whole body; statements see at most the inspected part. */
  readonly body: Buffer;
  /** How much of the body the web ACL looks at: 16 KiB unless its association says more. */
  readonly inspectedBytes: number;
  readonly sourceIp: string;
}

/** What a statement compares: the texts of a field, and whether the part that was looked at is all of it. */
export interface FieldContent {
  readonly texts: readonly string[];
  readonly bytes: number;
  readonly oversize?: 'CONTINUE' | 'MATCH' | 'NO_MATCH';
}

/** Takes a field out of a request. */
export type FieldReader = (request: WebRequest) => FieldContent;

type FieldToMatch = Readonly<
  Record<string, { readonly Name?: string; readonly OversizeHandling?: string } | undefined>
>;

/** AWS looks at 8 KB of headers or cookies, and at 200 of each. */
const MOST_HEADER_BYTES = 8_192;

const whole = (text: string): FieldContent => ({ texts: [text], bytes: Buffer.byteLength(text, 'latin1') });

/** Compiles a `FieldToMatch`; a field that the edge cannot read stops the start. */
export function fieldReader(field: FieldToMatch, where: string): FieldReader {
  const [name = 'nothing'] = Object.keys(field);
  const setting = field[name];
  switch (name) {
    case 'Method':
      return ({ method }) => whole(method);
    case 'UriPath':
      return ({ path }) => whole(path);
    case 'QueryString':
      return ({ query }) => whole(query);
    case 'AllQueryArguments':
      return ({ query }) => many([...new URLSearchParams(query)].flat());
    case 'SingleQueryArgument':
      return ({ query }) => many(new URLSearchParams(query).getAll(setting?.Name ?? ''));
    case 'SingleHeader': {
      const header = (setting?.Name ?? '').toLowerCase();
      return ({ headers }) => many(headers[header] === undefined ? [] : [headers[header]]);
    }
    case 'Headers':
      return ({ headers }) => limited(Object.entries(headers).flat(), setting?.OversizeHandling, MOST_HEADER_BYTES);
    case 'Cookies':
      return ({ headers }) => limited(cookiesOf(headers), setting?.OversizeHandling, MOST_HEADER_BYTES);
    case 'Body':
    case 'JsonBody':
      // a JSON body is compared as text: every key and value is in it.
      return ({ body, inspectedBytes }) => ({
        texts: [body.toString('latin1', 0, inspectedBytes)],
        bytes: Math.min(body.length, inspectedBytes),
        ...(body.length > inspectedBytes ? { oversize: oversizeOf(setting?.OversizeHandling) } : {}),
      });
    default:
      throw new Error(`${where}: expected a field that the edge can read, got ${name}`);
  }
}

function many(texts: readonly string[]): FieldContent {
  return { texts, bytes: texts.reduce((sum, text) => sum + Buffer.byteLength(text, 'latin1'), 0) };
}

function limited(texts: readonly string[], handling: string | undefined, most: number): FieldContent {
  const content = many(texts);
  return content.bytes > most ? { ...content, oversize: oversizeOf(handling) } : content;
}

function oversizeOf(handling: string | undefined): NonNullable<FieldContent['oversize']> {
  return handling === 'MATCH' || handling === 'NO_MATCH' ? handling : 'CONTINUE';
}

function cookiesOf(headers: Readonly<Record<string, string>>): string[] {
  return (headers.cookie ?? '').split(';').map((cookie) => cookie.trim());
}
