import { hash } from 'node:crypto';
import { refusal } from '../core/verdict';
import { bearerToken, type RequestHeaders } from './bearer-token';
import type { AuthorizerConfig } from './config';
import { methodPolicy, type MethodPolicy } from './method-policy';
import { rememberVerified } from './token-cache';
import { createTokenVerifier, type TokenVerifierPorts, type VerifiedToken } from './token-verifier';

/** The part of a REQUEST authorizer's event that is read. */
export interface AuthorizerEvent extends RequestHeaders {
  readonly methodArn: string;
  readonly requestContext?: { readonly requestId?: string };
}

/** What API Gateway is told. */
export interface AuthorizerAnswer {
  readonly principalId: string;
  readonly policyDocument: MethodPolicy;
  /** Every value is a string; the gateway function reads its principal from here and from nowhere else. */
  readonly context: Readonly<Record<'tenant' | 'client' | 'user' | 'roles' | 'scopes' | 'exp', string>>;
  readonly usageIdentifierKey: string;
}

/** What the authorizer reaches outside itself. Tests pass fakes. */
export interface AuthorizerPorts extends TokenVerifierPorts {
  readonly emit: (line: Readonly<Record<string, unknown>>) => void;
}

export function createHandler(config: AuthorizerConfig, ports: AuthorizerPorts) {
  const verify = rememberVerified(createTokenVerifier(config, ports), ports.nowMs);

  return async (event: AuthorizerEvent): Promise<AuthorizerAnswer> => {
    const token = bearerToken(event);
    const verdict = token === undefined ? refusal('unauthenticated', 'authorization-header') : await verify(token);
    if (!verdict.allowed) {
      const requestId = event.requestContext?.requestId;
      ports.emit({ event: 'token_refused', requestId, reason: verdict.reason, check: verdict.check });
      // API Gateway answers 401 to this very word and 500 to any other.
      throw new Error('Unauthorized');
    }
    return answer(verdict, event.methodArn, config);
  };
}

function answer(
  { principal, expiresAtSeconds }: VerifiedToken,
  methodArn: string,
  config: AuthorizerConfig,
): AuthorizerAnswer {
  const { tenant, client, user = '', roles, scopes } = principal;
  return {
    principalId: user === '' ? client : user,
    policyDocument: methodPolicy(methodArn, scopes, config.scopeTable),
    context: { tenant, client, user, roles: roles.join(' '), scopes: scopes.join(' '), exp: String(expiresAtSeconds) },
    usageIdentifierKey: usageKey(config.stackId, tenant),
  };
}

/**
 * The API key that API Gateway counts a tenant under: not a secret, and never the client's id, because people share one
 * client and two stacks may share a pool.
 */
export function usageKey(stackId: string, tenant: string): string {
  return hash('sha256', `${stackId}\n${tenant}`, 'hex');
}
