import { usageKey } from '../core/usage-key';
import { embeddedMetrics } from '../core/metrics';
import { refusal, type Refusal } from '../core/verdict';
import { bearerToken, type RequestHeaders } from './bearer-token';
import type { AuthorizerConfig } from './config';
import { methodPolicy, stageArn, type MethodPolicy } from './method-policy';
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
  // what was said about a token is said again, as long as the token itself is remembered and the stage is the same.
  const answers = new WeakMap<VerifiedToken, { readonly stage: string; readonly answer: AuthorizerAnswer }>();

  const authorize = async (event: AuthorizerEvent): Promise<AuthorizerAnswer | Refusal> => {
    const token = bearerToken(event);
    const verdict = token === undefined ? refusal('unauthenticated', 'authorization-header') : await verify(token);
    if (!verdict.allowed) return verdict;
    const stage = stageArn(event.methodArn);
    const before = answers.get(verdict);
    if (before?.stage === stage) return before.answer;
    const answer = answerTo(verdict, stage, config);
    answers.set(verdict, { stage, answer });
    return answer;
  };

  return async (event: AuthorizerEvent): Promise<AuthorizerAnswer> => {
    const requestId = event.requestContext?.requestId;
    const answer = await authorize(event).catch((error: unknown) => {
      // the function's own error count cannot tell this from a bad token: both are thrown.
      const metrics = embeddedMetrics(ports.nowMs(), { AuthorizerFailures: 1 }, []);
      ports.emit({
        event: 'token_not_verified',
        requestId,
        error: error instanceof Error ? error.name : 'unknown',
        ...metrics,
      });
      throw error;
    });
    if ('policyDocument' in answer) return answer;
    ports.emit({ event: 'token_refused', requestId, reason: answer.reason, check: answer.check });
    // API Gateway answers 401 to this very word and 500 to any other.
    throw new Error('Unauthorized');
  };
}

function answerTo(token: VerifiedToken, stage: string, config: AuthorizerConfig): AuthorizerAnswer {
  const { tenant, client, user = '', roles, scopes } = token.principal;
  return {
    principalId: user === '' ? client : user,
    policyDocument: methodPolicy(stage, scopes, config.scopeTable),
    context: {
      tenant,
      client,
      user,
      roles: roles.join(' '),
      scopes: scopes.join(' '),
      exp: String(token.expiresAtSeconds),
    },
    usageIdentifierKey: usageKey(config.stackId, tenant),
  };
}
