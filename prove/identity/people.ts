import { createHash, randomBytes } from 'node:crypto';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminSetUserPasswordCommand,
  DescribeUserPoolClientCommand,
  ListUserPoolClientsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Services, Target } from '../../cli/target';
import type { LocalApi } from '../../cli/local-endpoint';

/** A person of a tenant, with the password that an administrator set. */
export interface Person {
  readonly username: string;
  readonly password: string;
}

/** What the token endpoint gives a person's browser application. */
export interface PersonTokens {
  readonly access_token: string;
  readonly id_token: string;
  readonly refresh_token: string;
}

/** PKCE: what the application keeps, and what it shows. */
export interface Pkce {
  readonly verifier: string;
  readonly challenge: string;
}

export function newPkce(): Pkce {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

/** The people's app client of the pool: the one with the authorization code flow. */
export async function peopleClient(
  { outputs }: Target,
  { cognito }: Services,
): Promise<{ id: string; callback: string }> {
  const { UserPoolClients = [] } = await cognito.send(
    new ListUserPoolClientsCommand({ UserPoolId: outputs.userPoolId, MaxResults: 60 }),
  );
  for (const { ClientId } of UserPoolClients) {
    const { UserPoolClient: client } = await cognito.send(
      new DescribeUserPoolClientCommand({ UserPoolId: outputs.userPoolId, ClientId }),
    );
    const callback = client?.CallbackURLs?.[0];
    if (client?.AllowedOAuthFlows?.includes('code') && ClientId !== undefined && callback !== undefined) {
      return { id: ClientId, callback };
    }
  }
  throw new Error("people's app client: expected one with the code flow in the pool, got none");
}

/** Makes a person as an administrator does: tenant and roles are not theirs to choose. No tenant when it is empty. */
export async function createPerson(
  { outputs }: Target,
  { cognito }: Services,
  tenant: string,
  roles: readonly string[],
): Promise<Person> {
  const UserPoolId = outputs.userPoolId;
  const Username = `${randomBytes(6).toString('hex')}@example.com`;
  const password = `Aa1!${randomBytes(16).toString('base64url')}`;
  await cognito.send(
    new AdminCreateUserCommand({
      UserPoolId,
      Username,
      MessageAction: 'SUPPRESS',
      TemporaryPassword: `Aa1!${randomBytes(16).toString('base64url')}`,
      UserAttributes: [
        { Name: 'email', Value: Username },
        { Name: 'email_verified', Value: 'true' },
        ...(tenant === '' ? [] : [{ Name: 'custom:tenant', Value: tenant }]),
      ],
    }),
  );
  await cognito.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: password, Permanent: true }));
  for (const GroupName of roles)
    await cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName }));
  return { username: Username, password };
}

export async function deletePerson({ outputs }: Target, { cognito }: Services, { username }: Person): Promise<void> {
  await cognito.send(new AdminDeleteUserCommand({ UserPoolId: outputs.userPoolId, Username: username }));
}

/** Where an application sends the browser to sign in. The emulator serves Cognito's domain at its own address. */
export function authorizeUrl(
  api: LocalApi,
  client: { readonly id: string; readonly callback: string },
  parameters: Readonly<Record<string, string>>,
): string {
  const query = new URLSearchParams({
    client_id: client.id,
    redirect_uri: client.callback,
    response_type: 'code',
    ...parameters,
  });
  return `${api.awsEndpoint}/oauth2/authorize?${query}`;
}

/** Fills in the forms of the hosted login until it sends the browser back; returns where to. */
export async function signInByForms(url: string, person: Person): Promise<URL> {
  let response = await fetch(url, { redirect: 'manual' });
  for (let page = 0; page < 5; page += 1) {
    const location = response.headers.get('location');
    if (location !== null) return new URL(location);
    const html = await response.text();
    const fields = new URLSearchParams();
    for (const [input] of html.matchAll(/<input[^>]*>/g)) {
      const name = /name="([^"]*)"/.exec(input)?.[1];
      if (name === undefined) continue;
      const given = /value="([^"]*)"/.exec(input)?.[1]?.replaceAll('&amp;', '&') ?? '';
      fields.set(name, name === 'username' ? person.username : name === 'password' ? person.password : given);
    }
    if (fields.size === 0) throw new Error(`hosted login: expected a form, got status ${response.status}`);
    response = await fetch(new URL('/login', url), { method: 'POST', body: fields, redirect: 'manual' });
  }
  throw new Error('hosted login: expected to be sent back after five pages at most');
}

/** Exchanges a code, as a public client does: no secret, but the verifier of its own challenge. */
export function exchangeCode(
  api: LocalApi,
  client: { readonly id: string; readonly callback: string },
  code: string,
  verifier: string | undefined,
): Promise<Response> {
  return fetch(api.tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: client.id,
      redirect_uri: client.callback,
      code,
      ...(verifier === undefined ? {} : { code_verifier: verifier }),
    }),
  });
}
