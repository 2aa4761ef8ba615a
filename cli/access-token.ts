/** A client as it identifies itself to the token endpoint. */
export interface ClientSecret {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The request for a token by `client_credentials`, as any OAuth library sends it. */
export function tokenRequest(
  tokenUrl: string,
  { clientId, clientSecret }: ClientSecret,
  scope?: string,
): Promise<Response> {
  return fetch(tokenUrl, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', ...(scope === undefined ? {} : { scope }) }),
  });
}

/** A client's access token, with all of its scopes or with those that are named. */
export async function fetchToken(tokenUrl: string, client: ClientSecret, scope?: string): Promise<string> {
  const answer = await tokenRequest(tokenUrl, client, scope);
  const body = (await answer.json()) as { readonly access_token?: string; readonly error?: string };
  if (body.access_token === undefined) {
    const got = `status ${answer.status} (${body.error ?? 'no reason'})`;
    throw new Error(`token: expected one for client ${client.clientId} from ${tokenUrl}, got ${got}`);
  }
  return body.access_token;
}
