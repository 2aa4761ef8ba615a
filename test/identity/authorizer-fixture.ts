import type { TrustedIssuer } from '../../lib/identity/env';
import { createHandler, type AuthorizerAnswer, type AuthorizerEvent } from '../../lambda/identity/authorizer';
import type { AuthorizerConfig } from '../../lambda/identity/config';
import { BoundedJwksCache } from '../../lambda/identity/jwks-cache';
import { parseKeys } from '../../lambda/identity/parse-keys';
import { SCOPE_TABLE, SCOPES } from '../../lib/private/scope-table';
import { FakeIssuer } from './fake-issuer';

export const STAGE = 'arn:aws:execute-api:eu-central-1:111122223333:abcdef1234/v1';
export const STACK_ID =
  'arn:aws:cloudformation:eu-central-1:111122223333:stack/Llm/11111111-2222-3333-4444-555555555555';
const ROLES = [
  { name: 'developer', scopes: ['llm/chat', 'llm/embed'] },
  { name: 'auditor', scopes: ['llm/usage'] },
  { name: 'everything', scopes: [...SCOPES] },
];

/** Claims that Cognito signs for a machine, after the trigger. */
export function machineClaims(issuer: string, over: Record<string, unknown> = {}): Record<string, unknown> {
  const now = Math.floor(Date.now() / 1000);
  return {
    sub: 'client-a',
    token_use: 'access',
    scope: 'llm/chat llm/embed',
    auth_time: now,
    iss: issuer,
    exp: now + 3600,
    iat: now,
    version: 2,
    jti: '00000000-0000-0000-0000-000000000000',
    client_id: 'client-a',
    tenant: 'acme',
    roles: ['developer'],
    ...over,
  };
}

/** An authorizer before two issuers, with everything that it did written down. */
export class AuthorizerFixture {
  public readonly pool = new FakeIssuer('https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_pool', 'pool-key');
  public readonly partner = new FakeIssuer('https://idp.partner.example', 'partner-key');
  public readonly stranger = new FakeIssuer('https://idp.stranger.example', 'pool-key');
  public readonly lines: Readonly<Record<string, unknown>>[] = [];
  public nowMs: () => number = () => Date.now();
  private handler!: ReturnType<typeof createHandler>;

  public async open(): Promise<void> {
    await Promise.all([this.pool.listen(), this.partner.listen(), this.stranger.listen()]);
    this.restart();
  }

  /** A new process: nothing is remembered. */
  public restart(over: Partial<AuthorizerConfig> = {}): void {
    this.handler = createHandler(this.config(over), {
      nowMs: () => this.nowMs(),
      keys: new BoundedJwksCache({
        nowMs: () => this.nowMs(),
        fetchKeys: async (uri) => {
          const response = await fetch(uri);
          if (response.status !== 200) throw new Error(`status ${response.status}`);
          return parseKeys(await response.arrayBuffer());
        },
      }),
      emit: (line) => this.lines.push(line),
    });
  }

  public async close(): Promise<void> {
    await Promise.all([this.pool.close(), this.partner.close(), this.stranger.close()]);
  }

  public token(over: Record<string, unknown> = {}, header: Record<string, unknown> = {}): string {
    return this.pool.sign(machineClaims(this.pool.issuer, over), header);
  }

  public partnerToken(over: Record<string, unknown> = {}, header: Record<string, unknown> = {}): string {
    const claims = { ...machineClaims(this.partner.issuer), aud: 'llm-api', org: 'partner', groups: 'developer' };
    for (const name of ['token_use', 'tenant', 'roles']) delete (claims as Record<string, unknown>)[name];
    return this.partner.sign({ ...claims, ...over }, header);
  }

  public send(authorization: string | readonly string[], method = 'POST/chat/completions'): Promise<AuthorizerAnswer> {
    const values = typeof authorization === 'string' ? [authorization] : authorization;
    return this.handle({
      methodArn: `${STAGE}/${method}`,
      headers: { Authorization: values.at(-1) },
      multiValueHeaders: { Authorization: values },
      requestContext: { requestId: 'request-1' },
    });
  }

  /** Sends an event as it is. */
  public handle(event: AuthorizerEvent & Readonly<Record<string, unknown>>): Promise<AuthorizerAnswer> {
    return this.handler(event);
  }

  public bearer(token: string, method?: string): Promise<AuthorizerAnswer> {
    return this.send(`Bearer ${token}`, method);
  }

  /** The check that refused, after asserting that the answer is a 401 and nothing else. */
  public async refusedBy(authorization: string | readonly string[]): Promise<unknown> {
    const before = this.lines.length;
    await expect(this.send(authorization)).rejects.toThrow(/^Unauthorized$/);
    const line = this.lines[before];
    expect(line).toMatchObject({ event: 'token_refused', requestId: 'request-1', reason: 'unauthenticated' });
    return line?.check;
  }

  private config(over: Partial<AuthorizerConfig>): AuthorizerConfig {
    const pool: TrustedIssuer = {
      issuer: this.pool.issuer,
      jwksUri: this.pool.jwksUri,
      algorithms: ['RS256'],
      tokenUse: 'access',
      clientClaims: ['client_id'],
      tenantClaim: 'tenant',
      rolesClaim: 'roles',
    };
    const partner: TrustedIssuer = {
      issuer: this.partner.issuer,
      jwksUri: this.partner.jwksUri,
      algorithms: ['RS256', 'ES256'],
      audience: ['llm-api'],
      clientIds: ['client-a', 'client-b'],
      clientClaims: ['client_id', 'azp'],
      tenantClaim: 'org',
      rolesClaim: 'groups',
      tenants: ['partner', 'partner-two'],
    };
    return {
      issuers: [pool, partner],
      scopeTable: SCOPE_TABLE,
      roles: ROLES,
      stackId: STACK_ID,
      stackName: 'LlmApi',
      ...over,
    };
  }
}
