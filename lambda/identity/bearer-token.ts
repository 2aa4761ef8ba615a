/** The headers of an authorizer's event: each name once in `headers`, every value in `multiValueHeaders`. */
export interface RequestHeaders {
  readonly headers?: Readonly<Record<string, string | undefined>> | null;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[] | undefined>> | null;
}

/** Longest token that is looked at, in characters: API Gateway takes 10,240 bytes of headers in all. */
const MAX_TOKEN_CHARS = 8192;

const BEARER = /^[Bb][Ee][Aa][Rr][Ee][Rr] ([\w-]+\.[\w-]+\.[\w-]+)$/;

/**
 * The one bearer token of a request, or nothing.
 *
 * A repeated Authorization header has no defined meaning: the front door and the function could each read another one,
 * so it is refused even where both values are equal.
 */
export function bearerToken(request: RequestHeaders): string | undefined {
  const values = authorizationValues(request);
  const [value] = values;
  if (value === undefined || values.length !== 1) return undefined;
  // the length first: nothing is matched against input of any size.
  if (value.length > MAX_TOKEN_CHARS) return undefined;
  return BEARER.exec(value)?.[1];
}

function authorizationValues({ headers, multiValueHeaders }: RequestHeaders): readonly string[] {
  const source: Readonly<Record<string, string | readonly string[] | undefined>> = multiValueHeaders ?? headers ?? {};
  return Object.entries(source)
    .filter(([name]) => name.toLowerCase() === 'authorization')
    .flatMap(([, value]) => value ?? []);
}
